package dev.claviger.server.config;

/// Where a listener is bound, written `HOST:PORT`, with brackets around an IPv6 address.
///
/// @param host a name or an address, without brackets
/// @param port 0 = a free one
public record ListenAddress(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /// Parses `HOST:PORT`.
  ///
  /// @throws IllegalArgumentException saying what is expected, never what was given
  static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("must be HOST:PORT, such as 127.0.0.1:8420");
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (!bracketed && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("must have brackets around an IPv6 address");
    }
    return new ListenAddress(
        bracketed ? host.substring(1, host.length() - 1) : host, port(text.substring(colon + 1)));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException("must end with a port from 0 to " + MAX_PORT);
  }

  /// Whether only this machine can reach it. A name other than `localhost` counts as reachable.
  public boolean loopback() {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /// Whether it stands for all addresses of this machine, and so is none that can be called.
  public boolean everywhere() {
    return host.equals("0.0.0.0") || host.matches("[0:]*:[0:]*");
  }

  /// The address with its scheme, such as `http://127.0.0.1:8420`.
  ///
  /// @param bound the port that was taken
  public String address(boolean tls, int bound) {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "https://" : "http://") + shown + ":" + bound;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
