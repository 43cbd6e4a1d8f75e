package dev.claviger.server.tls;

import dev.claviger.server.config.ServerSettings.TlsFiles;
import dev.claviger.server.config.SettingsProblem;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// TLS 1.2 or newer with a certificate from files, which may be replaced while the server runs:
/// connections that begin after [#reloadIfChanged] get the new one.
public final class ReloadingTls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ReloadingTls.class.getName());
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private final TlsFiles files;
  private final Current current;
  private final Thread watcher;
  private Stamp seen;

  private ReloadingTls(TlsFiles files) {
    this.files = files;
    this.seen = stamp(files);
    this.current = new Current(PemFiles.read(files));
    this.watcher = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
  }

  /// Reads the files, and looks every 10 seconds whether they have changed.
  ///
  /// @throws SettingsProblem naming the setting whose file cannot be used
  public static ReloadingTls open(TlsFiles files) {
    var tls = new ReloadingTls(files);
    tls.watcher.start();
    return tls;
  }

  /// What a listener needs.
  public Tls tls() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {current}, null, null);
      return Tls.builder().sslContext(context).enabledProtocols(PROTOCOLS).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /// Takes over what the files hold now, if they have changed. Files that cannot be used, such as
  /// half of a pair, change nothing and are read again later.
  public synchronized void reloadIfChanged() {
    Stamp now = stamp(files);
    if (now.equals(seen)) {
      return;
    }
    try {
      current.pem = PemFiles.read(files);
      seen = now;
      LOG.log(System.Logger.Level.INFO, "the TLS certificate has been read again");
    } catch (SettingsProblem unusable) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the TLS certificate has changed and is not used: " + unusable.getMessage());
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK_EVERY);
        reloadIfChanged();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  /// When and how large both files were.
  private record Stamp(long certificate, long certificateBytes, long key, long keyBytes) {}

  private static Stamp stamp(TlsFiles files) {
    return new Stamp(
        modified(files.certificate()),
        bytes(files.certificate()),
        modified(files.key()),
        bytes(files.key()));
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException _) {
      return -1;
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return -1;
    }
  }

  /// Always shows the newest certificate.
  private static final class Current extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";

    private volatile PemFiles pem;

    private Current(PemFiles pem) {
      this.pem = pem;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return fits(type) ? new String[] {ALIAS} : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return fits(type) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return fits(type) ? ALIAS : null;
    }

    private boolean fits(String type) {
      String algorithm = pem.key().getAlgorithm();
      return type.startsWith(algorithm) || (algorithm.equals("EdDSA") && type.startsWith("Ed"));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return pem.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return pem.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
