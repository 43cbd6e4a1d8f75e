package dev.claviger.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an error answer of the Connect protocol says: as the body of a unary call, or in the last
/// frame of a stream.
///
/// Our own code stands in `ErrorInfo.reason` of the details. Format:
/// connectrpc.com/docs/protocol/#error-end-stream
record ConnectError(String code, String message, String requestId) {
  private static final String ERROR_INFO = "google.rpc.ErrorInfo";

  /// The error of a unary call.
  ///
  /// @throws MalformedMessage if the body is none
  static ConnectError ofBody(byte[] json) throws MalformedMessage {
    return of(JsonReader.read(new String(json, StandardCharsets.UTF_8)));
  }

  /// The error of a last frame, or null where the stream just ended.
  ///
  /// @throws MalformedMessage if the frame is not one
  static @Nullable ConnectError ofEndOfStream(byte[] json) throws MalformedMessage {
    if (JsonReader.read(new String(json, StandardCharsets.UTF_8)) instanceof Map<?, ?> end) {
      Object error = end.get("error");
      return error == null ? null : of(error);
    }
    throw new MalformedMessage("the last frame is no object");
  }

  private static ConnectError of(@Nullable Object json) throws MalformedMessage {
    if (json instanceof Map<?, ?> error && error.get("code") instanceof String code) {
      String message = error.get("message") instanceof String text ? text : code;
      return detailed(error.get("details"), new ConnectError(code, message, ""));
    }
    throw new MalformedMessage("an error answer without code");
  }

  private static ConnectError detailed(@Nullable Object details, ConnectError plain)
      throws MalformedMessage {
    if (details instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> detail
            && ERROR_INFO.equals(detail.get("type"))
            && detail.get("value") instanceof String value) {
          return plain.with(base64(value));
        }
      }
    }
    return plain;
  }

  /// Takes `reason` (1) and `request_id` of `metadata` (3) from an `ErrorInfo`.
  private ConnectError with(byte[] errorInfo) throws MalformedMessage {
    String reason = "";
    String request = "";
    var reader = new ProtoReader(errorInfo);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> reason = reader.string();
        case 3 -> request = requestId(reader.message(), request);
        default -> reader.skip();
      }
    }
    return new ConnectError(reason.isEmpty() ? code : reason, message, request);
  }

  private static String requestId(ProtoReader entry, String otherwise) throws MalformedMessage {
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> key = entry.string();
        case 2 -> value = entry.string();
        default -> entry.skip();
      }
    }
    return key.equals("request_id") ? value : otherwise;
  }

  private static byte[] base64(String text) throws MalformedMessage {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessage("a detail is not base64");
    }
  }
}
