package dev.claviger.server.rest;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a token ends: `expires_in`, such as `30d`, or `expires_at`.
final class Expiry {
  private Expiry() {}

  /// The end; null = never.
  static @Nullable Instant of(JsonObject body, Clock clock) {
    Optional<String> in = body.text("expires_in");
    Optional<String> at = body.text("expires_at");
    if (in.isPresent() && at.isPresent()) {
      throw new InvalidInput("expires_in", "must not stand beside expires_at");
    }
    if (in.isPresent()) {
      return clock
          .instant()
          .plus(Times.span("expires_in", in.get()))
          .truncatedTo(ChronoUnit.MILLIS);
    }
    return at.map(text -> Times.parse("expires_at", text)).orElse(null);
  }
}
