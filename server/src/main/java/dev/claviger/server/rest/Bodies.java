package dev.claviger.server.rest;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.TooLarge;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What arrives with a request: checked by its headers first, read later.
final class Bodies {
  private static final byte[] NOTHING = {};

  private Bodies() {}

  /// Refuses by the headers alone what would be refused in any case.
  ///
  /// @throws TooLarge if the body is announced to be larger than the route takes
  static void checkHeaders(ServerRequest request, Route route) {
    var headers = request.headers();
    if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
      throw HttpRefusal.encoding();
    }
    if (headers.contentLength().orElse(0) > route.maxBody()) {
      throw new TooLarge("the body", route.maxBody());
    }
    boolean something =
        headers.contentLength().orElse(0) > 0 || headers.contains(HeaderNames.TRANSFER_ENCODING);
    if (route.body() != null && something && !isJson(request)) {
      throw HttpRefusal.mediaType();
    }
  }

  private static boolean isJson(ServerRequest request) {
    Optional<HttpMediaType> type;
    try {
      type = request.headers().contentType();
    } catch (RuntimeException _) { // what was sent is no media type
      return false;
    }
    return type.filter(it -> it.mediaType().text().equals("application/json"))
        .filter(
            it ->
                it.charset()
                    .map(set -> set.toLowerCase(Locale.ROOT))
                    .orElse("utf-8")
                    .equals("utf-8"))
        .isPresent();
  }

  /// All of the body, which the caller clears; nothing if the route reads none.
  ///
  /// @throws TooLarge if it is larger than the route takes
  static byte[] read(ServerRequest request, Route route) {
    if (route.body() == null || !request.content().hasEntity()) {
      return NOTHING;
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(route.maxBody() + 1);
      if (body.length > route.maxBody()) {
        Arrays.fill(body, (byte) 0);
        throw new TooLarge("the body", route.maxBody());
      }
      return body;
    } catch (IOException _) {
      throw new InvalidInput("the body", "ended too early");
    }
  }
}
