package dev.claviger.spec.testkit;

import java.util.Optional;

/// One answer over HTTP.
///
/// @param requestId what the audit log calls the call
public record Answer(int status, String body, String requestId, Optional<String> tag) {
  public Json json() {
    return Json.parse(body);
  }

  /// Of a problem document or of a Connect error.
  public String code() {
    return json().text("code");
  }

  /// This answer if it has that status.
  ///
  /// @throws AssertionError otherwise
  public Answer expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError("wanted " + wanted + ", got " + status + " " + body);
    }
    return this;
  }
}
