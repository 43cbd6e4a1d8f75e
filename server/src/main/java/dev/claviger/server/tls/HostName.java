package dev.claviger.server.tls;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Names that a certificate can be made for.
final class HostName {
  private static final int MAX_LENGTH = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  private HostName() {}

  /// @throws IllegalArgumentException if it is neither a host name nor an IP address
  static void check(String host) {
    if (!isAddress(host) && (host.length() > MAX_LENGTH || !NAME.matcher(host).matches())) {
      throw new IllegalArgumentException("--host must be a host name or an IP address");
    }
  }

  static boolean isAddress(String host) {
    try {
      var _ = InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
