package dev.claviger.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/// The token of `Authorization: Bearer TOKEN`, the only place where one is looked for.
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /// The token, which the caller clears; null if there is no such header. Another scheme gives an
  /// empty one, which proves nobody.
  public static byte @Nullable [] of(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return (bearer ? authorization.substring(SCHEME.length()).strip() : "").getBytes(ISO_8859_1);
  }
}
