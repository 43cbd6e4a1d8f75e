package dev.claviger.server.http;

import dev.claviger.model.Id;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.random.RandomGenerator;

/// Answers what the HTTP library refuses before there is a request that could be routed. Its own
/// messages repeat parts of what was sent, so none of them is used.
final class EarlyProblems implements DirectHandler {
  private final RandomGenerator random;

  private EarlyProblems(RandomGenerator random) {
    this.random = random;
  }

  static DirectHandlers handlers(RandomGenerator random) {
    var handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, new EarlyProblems(random));
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status byDefault,
      ServerResponseHeaders headers,
      String message) {
    Status status = status(request, byDefault);
    String id = Id.random(random).hex();
    byte[] body = ProblemDocument.of(status.code(), code(status), detail(status), id).take();
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(type.keepAlive())
        .header(HeaderNames.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE)
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.create("X-Request-Id"), id)
        .entity(body)
        .build();
  }

  /// A compressed body is no malformed request, only one that nobody here reads.
  private static Status status(TransportRequest request, Status byDefault) {
    return byDefault.code() == 400 && request.headers().contains(HeaderNames.CONTENT_ENCODING)
        ? Status.UNSUPPORTED_MEDIA_TYPE_415
        : byDefault;
  }

  private static String code(Status status) {
    return switch (status.code()) {
      case 413, 431 -> "too_large";
      case 415 -> "unsupported_media_type";
      case 500, 503 -> "internal";
      default -> "invalid_input";
    };
  }

  private static String detail(Status status) {
    return switch (status.code()) {
      case 413 -> "the body is larger than this server takes";
      case 415 -> "send the body without Content-Encoding";
      case 431 -> "the headers are larger than this server takes";
      case 500, 503 -> "something went wrong on the server; its log has the request";
      default -> "this is not a valid HTTP request";
    };
  }
}
