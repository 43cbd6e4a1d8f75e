package dev.claviger.core;

import dev.claviger.model.Description;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretRef;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A secret as stored, without its values.
///
/// @param current null for a stub
/// @param createdBy such as `user:mara`
/// @param expiresAt null = never
/// @param usableExpired whether an expired value is still handed out
/// @param deletedAt null while it is alive
/// @param revision counts every change, from 1, also those that make no version
/// @param destroyed how many of its versions are destroyed
public record StoredSecret(
    SecretId id,
    SecretRef ref,
    @Nullable Version current,
    Description description,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    boolean usableExpired,
    boolean disabled,
    @Nullable Instant deletedAt,
    long revision,
    long destroyed) {

  /// Whether its time is up at `now`.
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /// The current version of a secret that is known to have one.
  Version version() {
    return Objects.requireNonNull(current, "a stub has no version");
  }

  /// The same, with another current version.
  StoredSecret at(Version version) {
    return new StoredSecret(
        id,
        ref,
        version,
        description,
        createdAt,
        createdBy,
        updatedAt,
        expiresAt,
        usableExpired,
        disabled,
        deletedAt,
        revision,
        destroyed);
  }

  /// The same after its next change, with one more version destroyed.
  StoredSecret withoutOne() {
    return changed(deletedAt, destroyed + 1);
  }

  /// The same after its next change, hidden since `at`; alive if that is null.
  StoredSecret hidden(@Nullable Instant at) {
    return changed(at, destroyed);
  }

  private StoredSecret changed(@Nullable Instant hiddenAt, long nowDestroyed) {
    return new StoredSecret(
        id,
        ref,
        current,
        description,
        createdAt,
        createdBy,
        updatedAt,
        expiresAt,
        usableExpired,
        disabled,
        hiddenAt,
        revision + 1,
        nowDestroyed);
  }

  /// Whether its value may be handed out at `now`.
  public boolean usable(Instant now) {
    return !disabled && (usableExpired || !expired(now));
  }

  /// What `If-Match` is compared with.
  public String tag() {
    return (current == null ? "0" : current.toString()) + "-" + revision;
  }
}
