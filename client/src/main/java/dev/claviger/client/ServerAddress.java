package dev.claviger.client;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a listener of a server is, such as `https://claviger.example:8421`.
///
/// Plain `http` is for this machine only: over a network it would send the token in clear text.
public record ServerAddress(URI uri) {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  /// @throws InvalidInput if `uri` is more or less than scheme, host and perhaps port, or is plain
  ///     `http` to another machine
  public ServerAddress {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw invalid("must be http://HOST:PORT or https://HOST:PORT");
    }
    boolean more =
        uri.getRawUserInfo() != null
            || uri.getRawQuery() != null
            || uri.getRawFragment() != null
            || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    if (more) {
      throw invalid("must end after the port: no user, path, query or fragment");
    }
    if (scheme.equals("http") && !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
      throw invalid("must be https://… for another machine; http:// is for 127.0.0.1 only");
    }
    uri = URI.create(scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
  }

  /// Parses an address as people write it.
  ///
  /// @throws InvalidInput if `text` is not one
  public static ServerAddress parse(String text) {
    try {
      return new ServerAddress(new URI(text.strip()));
    } catch (URISyntaxException e) {
      throw invalid("must be http://HOST:PORT or https://HOST:PORT");
    }
  }

  /// Whether the connection is encrypted.
  public boolean encrypted() {
    return uri.getScheme().equals("https");
  }

  private static InvalidInput invalid(String rule) {
    return new InvalidInput("server address", rule);
  }

  @Override
  public String toString() {
    return uri.toString();
  }
}
