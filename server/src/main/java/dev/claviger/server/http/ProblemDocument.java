package dev.claviger.server.http;

import dev.claviger.server.json.JsonWriter;
import java.util.Map;

/// A problem document (RFC 9457) with our stable `code`.
public final class ProblemDocument {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private ProblemDocument() {}

  /// The document.
  ///
  /// @param detail for people; never holds what was sent
  public static JsonWriter of(int status, String code, String detail, String requestId) {
    return new JsonWriter()
        .object()
        .field("type", "about:blank")
        .field("title", TITLES.getOrDefault(status, "Error"))
        .field("status", status)
        .field("code", code)
        .field("detail", detail)
        .field("request_id", requestId)
        .endObject();
  }
}
