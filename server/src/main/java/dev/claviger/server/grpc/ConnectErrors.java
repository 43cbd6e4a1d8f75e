package dev.claviger.server.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/// [Refusal]s as Connect says them: connectrpc.com/docs/protocol/#error-end-stream
final class ConnectErrors {
  private static final HeaderName CODE = HeaderNames.create("claviger-code");
  private static final JsonFactory JSON = new JsonFactory();

  private ConnectErrors() {}

  /// Answers a unary call, whose errors are always JSON.
  static void send(ServerResponse response, Refusal refusal) {
    send(response, refusal.http(), refusal);
  }

  /// The same with a status of HTTP's own, such as 415.
  static void send(ServerResponse response, int status, Refusal refusal) {
    mark(response, refusal);
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(json(json -> error(json, refusal)));
  }

  /// For clients that do not read the body.
  static void mark(ServerResponse response, Refusal refusal) {
    response.header(CODE, refusal.code());
  }

  /// The last frame of a stream.
  static byte[] endOfStream(Refusal refusal) {
    return json(
        json -> {
          json.writeStartObject();
          json.writeFieldName("error");
          error(json, refusal);
          json.writeEndObject();
        });
  }

  private static void error(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", refusal.word());
    json.writeStringField("message", refusal.message());
    json.writeArrayFieldStart("details");
    json.writeStartObject();
    json.writeStringField("type", "google.rpc.ErrorInfo");
    json.writeStringField(
        "value", Base64.getEncoder().withoutPadding().encodeToString(refusal.info().toByteArray()));
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] json(Body body) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
