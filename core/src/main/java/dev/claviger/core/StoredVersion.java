package dev.claviger.core;

import dev.claviger.crypto.Envelope;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version of a secret as stored.
///
/// @param envelope null once destroyed
/// @param graceUntil when a version in grace retires; null otherwise
public record StoredVersion(
    Version version,
    VersionState state,
    @Nullable Envelope envelope,
    Instant writtenAt,
    String writtenBy,
    @Nullable Instant graceUntil) {

  /// The state at `now`: a grace period ends by itself.
  public VersionState stateAt(Instant now) {
    return state == VersionState.GRACE && graceUntil != null && !now.isBefore(graceUntil)
        ? VersionState.RETIRED
        : state;
  }
}
