package dev.claviger.core;

import dev.claviger.model.Description;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What to change in the metadata of a secret; null leaves a part as it is.
///
/// @param clearExpiry takes the expiry away
public record SecretEdit(
    @Nullable Description description,
    @Nullable Instant expiresAt,
    boolean clearExpiry,
    @Nullable Boolean usableExpired,
    @Nullable Boolean disabled) {
  public static final SecretEdit NONE = new SecretEdit(null, null, false, null, null);

  /// What the audit log says a change of metadata was about.
  String reason() {
    return disabled == null ? "metadata" : disabled ? "disabled" : "enabled";
  }

  /// `secret` with these changes, and one revision on.
  StoredSecret on(StoredSecret secret, Instant now) {
    return new StoredSecret(
        secret.id(),
        secret.ref(),
        secret.current(),
        description == null ? secret.description() : description,
        secret.createdAt(),
        secret.createdBy(),
        now,
        clearExpiry ? null : expiresAt == null ? secret.expiresAt() : expiresAt,
        usableExpired == null ? secret.usableExpired() : usableExpired,
        disabled == null ? secret.disabled() : disabled,
        null,
        secret.revision() + 1,
        secret.destroyed());
  }
}
