package dev.claviger.server.rest;

import dev.claviger.core.SecretEdit;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Description;
import dev.claviger.model.SecretValue;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.SecretText;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What clients send about secrets.
final class SecretBodies {
  static final Shape CREATION =
      Shape.of(
          Field.text("environment"),
          Field.text("key_name").must(),
          Field.secret("value").must(),
          Field.text("encoding"),
          Field.text("description"),
          Field.text("expires_at"),
          Field.text("expired_use"));
  static final Shape PUT =
      Shape.of(
          Field.secret("value"),
          Field.text("encoding"),
          Field.text("description"),
          Field.text("expires_at").orNull(),
          Field.text("expired_use"),
          Field.text("grace"));
  static final Shape PATCH =
      Shape.of(
          Field.text("description"),
          Field.text("expires_at").orNull(),
          Field.text("expired_use"),
          Field.flag("disabled"));
  static final Shape ROTATION =
      Shape.of(
          Field.secret("value"),
          Field.text("encoding"),
          Field.text("generate"),
          Field.text("grace"));
  static final Shape BATCH =
      Shape.of(
          Field.list(
                  "secrets",
                  Shape.of(
                      Field.text("key_name").must(),
                      Field.secret("value").must(),
                      Field.text("encoding")))
              .must());

  private SecretBodies() {}

  /// The value, which the caller closes.
  static SecretValue value(JsonObject body) {
    return decoded(body.mustSecret("value"), body);
  }

  /// The value, which the caller closes; null if there is none.
  static @Nullable SecretValue valueOrNull(JsonObject body) {
    return body.secret("value").map(text -> decoded(text, body)).orElse(null);
  }

  private static SecretValue decoded(SecretText text, JsonObject body) {
    return switch (body.text("encoding").orElse("utf8")) {
      case "utf8" -> text.asValue();
      case "base64" -> text.decoded();
      default -> throw new InvalidInput("encoding", "must be utf8 or base64");
    };
  }

  static SecretEdit edit(JsonObject body) {
    return new SecretEdit(
        body.text("description").map(Description::new).orElse(null),
        body.text("expires_at").map(text -> Times.parse("expires_at", text)).orElse(null),
        body.isNull("expires_at"),
        body.text("expired_use").map(SecretBodies::usableExpired).orElse(null),
        body.flag("disabled").orElse(null));
  }

  private static boolean usableExpired(String word) {
    return switch (word) {
      case "allow" -> true;
      case "refuse" -> false;
      default -> throw new InvalidInput("expired_use", "must be refuse or allow");
    };
  }

  static Duration grace(JsonObject body, Duration byDefault) {
    return body.text("grace")
        .map(text -> text.equals("0") ? Duration.ZERO : Times.span("grace", text))
        .orElse(byDefault);
  }
}
