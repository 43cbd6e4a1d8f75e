package dev.claviger.core;

import dev.claviger.core.SealedVersion.Resealed;
import java.time.Instant;
import java.util.List;

/// Writes how far rotations are, and what they seal again.
public interface RotationStore {
  /// Stores a new rotation. Says whether it did: of one key there is one at a time.
  boolean begin(StoredRotation rotation);

  /// Stores how far a rotation is. No effect if it is not there any more.
  void save(StoredRotation rotation);

  /// Replaces envelopes that are still what was seen, and says how many.
  long reseal(List<Resealed> versions);

  /// Takes note of versions that cannot be read.
  void quarantine(List<SealedVersion> versions, Instant at);
}
