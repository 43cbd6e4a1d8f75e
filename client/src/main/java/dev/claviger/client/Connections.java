package dev.claviger.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// Opens connections to one listener: through no proxy, following no redirect, keeping nothing
/// alive, so that the token goes where it was meant to go and no socket outlives its call.
///
/// Connections are not kept, because a kept one may be dead when it is used next, and because
/// `claviger run` replaces itself and must leave no open socket to its child.
public final class Connections {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final Object lock = new Object();
  private final ServerAddress address;
  private final @Nullable Path authorityFile;
  private @Nullable ModernTls sockets; // loading TLS costs 200 ms, so only when needed

  /// @param authorityFile PEM certificates that alone are trusted; null: those of the JDK
  public Connections(ServerAddress address, @Nullable Path authorityFile) {
    this.address = address;
    this.authorityFile = authorityFile;
  }

  /// The listener that all connections lead to.
  public ServerAddress address() {
    return address;
  }

  /// Prepares a connection; nothing is sent yet.
  ///
  /// @param path starts with `/`
  /// @param readTimeout how long to wait for the next bytes
  /// @throws IOException if the file of certificates cannot be read
  public HttpURLConnection open(String path, Duration readTimeout) throws IOException {
    var connection =
        (HttpURLConnection) URI.create(address + path).toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(sockets());
    }
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
    connection.setReadTimeout((int) readTimeout.toMillis());
    connection.setRequestProperty("Connection", "close");
    return connection;
  }

  /// The trust that these connections use, for an HTTP client that makes its own.
  ///
  /// @throws IOException if the file of certificates cannot be read
  public SSLContext tls() throws IOException {
    return sockets().context();
  }

  /// TLS 1.2 and newer, for the same client.
  public static SSLParameters modernProtocols() {
    var parameters = new SSLParameters();
    parameters.setProtocols(ModernTls.PROTOCOLS.clone());
    return parameters;
  }

  private ModernTls sockets() throws IOException {
    synchronized (lock) {
      if (sockets == null) {
        sockets = ModernTls.trusting(authorityFile);
      }
      return sockets;
    }
  }
}
