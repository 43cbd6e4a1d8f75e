package dev.claviger.cli.rest;

import dev.claviger.client.ServerProblem;

/// What came back.
@SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
public record Answer(int status, byte[] bytes) {
  /// The body as JSON; [Json.Nothing] where it is empty.
  public Json json() {
    if (bytes.length == 0) {
      return Json.nothing();
    }
    try {
      return JsonReader.read(bytes);
    } catch (JsonReader.Malformed _) {
      throw new ServerProblem(
          ServerProblem.UNEXPECTED_ANSWER, status, "the answer of the server is not JSON", "");
    }
  }
}
