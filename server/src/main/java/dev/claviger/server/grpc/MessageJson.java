package dev.claviger.server.grpc;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.Secret;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.regex.Pattern;

/// The messages as JSON: protobuf.dev/programming-guides/json
///
/// By hand, because a JSON library would make a `String` of each value. Numbers of 64 bits are
/// strings, values are base64.
final class MessageJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,40}");
  private static final String MESSAGE = "the message";

  private MessageJson() {}

  static GetSecretRequest getSecret(byte[] json) {
    var message = GetSecretRequest.newBuilder();
    read(
        json,
        (name, value) -> {
          switch (name) {
            case "secretName", "secret_name" -> message.setSecretName(text(name, value));
            case "description" -> message.setDescription(text(name, value));
            case "token" -> message.setToken(text(name, value));
            case "scope" -> message.setScope(text(name, value));
            case "version" -> message.setVersion(number(name, value));
            default -> throw unknown(name);
          }
        });
    return message.build();
  }

  static GetSecretsRequest getSecrets(byte[] json) {
    var message = GetSecretsRequest.newBuilder();
    read(
        json,
        (name, value) -> {
          switch (name) {
            case "scope" -> message.setScope(text(name, value));
            case "secretNames", "secret_names" -> {
              if (value.currentToken() != JsonToken.START_ARRAY) {
                throw new InvalidInput(name, "must be an array");
              }
              while (value.nextToken() != JsonToken.END_ARRAY) {
                message.addSecretNames(text(name, value));
              }
            }
            case "pageSize", "page_size" ->
                message.setPageSize((int) Math.min(number(name, value), Integer.MAX_VALUE));
            case "pageToken", "page_token" -> message.setPageToken(text(name, value));
            case "token" -> message.setToken(text(name, value));
            default -> throw unknown(name);
          }
        });
    return message.build();
  }

  static WatchSecretsRequest watchSecrets(byte[] json) {
    var message = WatchSecretsRequest.newBuilder();
    read(
        json,
        (name, value) -> {
          switch (name) {
            case "scope" -> message.setScope(text(name, value));
            case "token" -> message.setToken(text(name, value));
            default -> throw unknown(name);
          }
        });
    return message.build();
  }

  /// Writes one of the answers.
  static void write(Message message, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      switch (message) {
        case GetSecretResponse answer -> write(answer, json);
        case GetSecretsResponse answer -> write(answer, json);
        case WatchSecretsResponse event -> write(event, json);
        default -> throw new IllegalArgumentException(message.getDescriptorForType().getName());
      }
      json.writeEndObject();
    }
  }

  private static void write(GetSecretResponse answer, JsonGenerator json) throws IOException {
    value(answer.getValue(), json);
    json.writeBooleanField("success", answer.getSuccess());
    json.writeStringField("version", Long.toString(answer.getVersion()));
  }

  private static void write(GetSecretsResponse answer, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("secrets");
    for (Secret secret : answer.getSecretsList()) {
      json.writeStartObject();
      json.writeStringField("name", secret.getName());
      json.writeStringField("version", Long.toString(secret.getVersion()));
      value(secret.getValue(), json);
      if (secret.getExpiresAtMs() != 0) {
        json.writeStringField("expiresAtMs", Long.toString(secret.getExpiresAtMs()));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!answer.getNextPageToken().isEmpty()) {
      json.writeStringField("nextPageToken", answer.getNextPageToken());
    }
  }

  private static void write(WatchSecretsResponse event, JsonGenerator json) throws IOException {
    switch (event.getEventCase()) {
      case SNAPSHOT -> {
        json.writeObjectFieldStart("snapshot");
        json.writeArrayFieldStart("secrets");
        for (WatchSecretsResponse.SecretVersion each : event.getSnapshot().getSecretsList()) {
          json.writeStartObject();
          version(each, json);
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      case CHANGED -> {
        json.writeObjectFieldStart("changed");
        version(event.getChanged(), json);
        json.writeEndObject();
      }
      case REMOVED -> json.writeStringField("removed", event.getRemoved());
      case KEEP_ALIVE -> {
        json.writeObjectFieldStart("keepAlive");
        json.writeEndObject();
      }
      case EVENT_NOT_SET -> throw new IllegalArgumentException("an event without an event");
    }
  }

  private static void version(WatchSecretsResponse.SecretVersion secret, JsonGenerator json)
      throws IOException {
    json.writeStringField("name", secret.getName());
    json.writeStringField("version", Long.toString(secret.getVersion()));
  }

  private static void value(ByteString value, JsonGenerator json) throws IOException {
    json.writeFieldName("value");
    json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, value.newInput(), value.size());
  }

  private interface Field {
    void read(String name, JsonParser value) throws IOException;
  }

  private static void read(byte[] json, Field field) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidInput(MESSAGE, "must be a JSON object");
      }
      var seen = new HashSet<String>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        if (!seen.add(name)) {
          throw new InvalidInput(printable(name), "must not stand there twice");
        }
        if (parser.nextToken() != JsonToken.VALUE_NULL) {
          field.read(name, parser);
        }
      }
      if (parser.nextToken() != null) {
        throw new InvalidInput(MESSAGE, "must be one JSON object");
      }
    } catch (IOException e) { // its text quotes what was sent
      throw new InvalidInput(MESSAGE, "is not JSON");
    }
  }

  private static String text(String name, JsonParser value) throws IOException {
    if (value.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidInput(name, "must be a string");
    }
    return value.getText();
  }

  private static long number(String name, JsonParser value) throws IOException {
    boolean numeric =
        value.currentToken() == JsonToken.VALUE_STRING
            || value.currentToken() == JsonToken.VALUE_NUMBER_INT;
    try {
      long number = numeric ? Long.parseLong(value.getText()) : -1;
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new InvalidInput(name, "must be a whole number");
  }

  private static InvalidInput unknown(String name) {
    return new InvalidInput(printable(name), "is not a field of this message");
  }

  /// A name may be told back; a value in its place may not.
  private static String printable(String name) {
    return NAME.matcher(name).matches() ? name : "a field";
  }
}
