package dev.claviger.server.rest;

import dev.claviger.core.SecretUse;
import dev.claviger.core.ShownSecret;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredVersion;
import dev.claviger.server.json.JsonWriter;
import java.time.Clock;

/// Secrets as JSON, under the names of R5.
final class SecretJson {
  private final Clock clock;

  SecretJson(Clock clock) {
    this.clock = clock;
  }

  JsonWriter write(JsonWriter json, StoredSecret secret) {
    return fields(json.object(), secret).endObject();
  }

  JsonWriter write(JsonWriter json, ShownSecret shown) {
    SecretUse use = shown.use();
    fields(json.object(), shown.secret())
        .field("access_count", use == null ? 0 : use.count())
        .field("last_accessed_at", use == null ? null : Times.of(use.last()))
        .field("value_masked", shown.mask());
    if (shown.value() != null) {
      json.value(shown.value());
    }
    return json.endObject();
  }

  JsonWriter fields(JsonWriter json, StoredSecret secret) {
    return json.field("id", secret.id().secret())
        .field("space", secret.ref().scope().space())
        .field("environment", secret.ref().scope().environment())
        .field("key_name", secret.ref().name())
        .field("description", secret.description())
        .field("version", secret.current() == null ? null : secret.current().number())
        .field("state", state(secret))
        .field("created_at", Times.of(secret.createdAt()))
        .field("updated_at", Times.of(secret.updatedAt()))
        .field("created_by", secret.createdBy())
        .field("expires_at", Times.orNull(secret.expiresAt()))
        .field("expired_use", secret.usableExpired() ? "allow" : "refuse");
  }

  private String state(StoredSecret secret) {
    if (secret.current() == null) {
      return "stub";
    }
    if (secret.disabled()) {
      return "disabled";
    }
    return secret.expired(clock.instant()) ? "expired" : "current";
  }

  JsonWriter write(JsonWriter json, StoredVersion version) {
    return json.object()
        .field("version", version.version().number())
        .field("state", version.stateAt(clock.instant()).word())
        .field("created_at", Times.of(version.writtenAt()))
        .field("created_by", version.writtenBy())
        .field("grace_until", Times.orNull(version.graceUntil()))
        .endObject();
  }
}
