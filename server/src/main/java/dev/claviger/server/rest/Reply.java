package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.http.ProblemDocument;
import dev.claviger.server.json.JsonWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// An answer, before it is sent. Closing it wipes the body.
record Reply(int status, Map<String, String> headers, Body body) implements AutoCloseable {
  private static final String JSON = "application/json";

  Reply {
    headers = Map.copyOf(headers);
  }

  /// Bytes with their type. A class, because a record would print and compare them.
  static final class Body {
    private final String type;
    private final byte[] bytes;

    private Body(String type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    String type() {
      return type;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  static Reply ok(JsonWriter json) {
    return json(200, json);
  }

  static Reply created(JsonWriter json) {
    return json(201, json);
  }

  static Reply json(int status, JsonWriter json) {
    return new Reply(status, Map.of(), new Body(JSON, json.take()));
  }

  static Reply problem(int status, JsonWriter json) {
    return new Reply(status, Map.of(), new Body(ProblemDocument.MEDIA_TYPE, json.take()));
  }

  static Reply text(String type, String text) {
    return new Reply(200, Map.of(), new Body(type, text.getBytes(UTF_8)));
  }

  /// Done, with nothing to show.
  static Reply done() {
    return new Reply(204, Map.of(), new Body("", new byte[0]));
  }

  Reply with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  @Override
  public void close() {
    Arrays.fill(body.bytes(), (byte) 0);
  }
}
