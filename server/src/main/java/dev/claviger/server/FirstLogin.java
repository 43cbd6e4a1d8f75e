package dev.claviger.server;

import dev.claviger.server.config.ServerSettings;
import dev.claviger.server.config.ServerSettings.Listener;
import dev.claviger.server.config.ServerSettings.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;

/// The command with which somebody on this machine sets the password of `user:admin`.
final class FirstLogin {
  private FirstLogin() {}

  /// @param port of the management plane
  /// @param token the file that holds the first token
  static String command(ServerSettings settings, int port, Path token) {
    TlsFiles tls = settings.listeners().tls();
    return "claviger login --server "
        + address(settings.listeners().rest(), tls != null, port)
        + (tls == null ? "" : authority(settings, tls))
        + " --first-token "
        + token;
  }

  /// Nobody can call an address that stands for all of them; `localhost` is one.
  private static String address(Listener rest, boolean tls, int port) {
    return rest.declared() == null && rest.listen().everywhere()
        ? (tls ? "https" : "http") + "://localhost:" + port
        : rest.address(tls, port);
  }

  /// Only where `claviger server cert` made the certificate do we know who signed it.
  private static String authority(ServerSettings settings, TlsFiles tls) {
    Path made = settings.deployment().data().resolve("tls");
    Path authority = made.resolve("ca.crt");
    return tls.certificate().startsWith(made) && Files.exists(authority)
        ? " --ca-file " + authority
        : "";
  }
}
