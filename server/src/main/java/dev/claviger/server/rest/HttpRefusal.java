package dev.claviger.server.rest;

import java.util.Map;

/// A request that HTTP itself is at odds with, so that the core never hears of it.
final class HttpRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String detail;
  private final transient Map<String, String> headers;

  private HttpRefusal(int status, String code, String detail, Map<String, String> headers) {
    super(code);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }

  static HttpRefusal noSuchPath() {
    return new HttpRefusal(404, "not_found", "there is no such path; see /openapi.yaml", Map.of());
  }

  static HttpRefusal method(String allowed) {
    return new HttpRefusal(
        405, "method_not_allowed", "this path has " + allowed, Map.of("Allow", allowed));
  }

  static HttpRefusal encoding() {
    return new HttpRefusal(
        415, "unsupported_media_type", "send the body without Content-Encoding", Map.of());
  }

  static HttpRefusal mediaType() {
    return new HttpRefusal(
        415, "unsupported_media_type", "the Content-Type must be application/json", Map.of());
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String detail() {
    return detail;
  }

  Map<String, String> headers() {
    return headers;
  }
}
