package dev.claviger.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// TLS 1.2 and 1.3, whatever the JDK's configuration allows besides. `HttpsURLConnection` checks
/// the host name.
final class ModernTls extends SSLSocketFactory {
  static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SSLContext context;
  private final SSLSocketFactory sockets;

  private ModernTls(SSLContext context) {
    this.context = context;
    this.sockets = context.getSocketFactory();
  }

  SSLContext context() {
    return context;
  }

  /// @param authorityFile PEM certificates that alone are trusted; null: those of the JDK
  static ModernTls trusting(@Nullable Path authorityFile) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, authorityFile == null ? null : trustManagers(authorityFile), null);
      return new ModernTls(context);
    } catch (GeneralSecurityException e) {
      throw new IOException(authorityFile + " holds no PEM certificates", e);
    }
  }

  private static TrustManager[] trustManagers(Path file)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(file)) {
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority" + count++, each);
      }
      if (count == 0) {
        throw new IOException(file + " holds no PEM certificates");
      }
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  @Override
  public Socket createSocket() throws IOException {
    return modern(sockets.createSocket());
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return modern(sockets.createSocket(socket, host, port, autoClose));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return modern(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return modern(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return modern(sockets.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return modern(sockets.createSocket(host, port, local, localPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return sockets.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return sockets.getSupportedCipherSuites();
  }

  private static Socket modern(Socket socket) {
    ((SSLSocket) socket).setEnabledProtocols(PROTOCOLS);
    return socket;
  }
}
