package dev.claviger.core;

import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.Envelope;
import dev.claviger.model.Id;
import dev.claviger.model.SecretRef;
import org.jspecify.annotations.Nullable;

/// The envelope of one version as it stands in the database, checked by nobody yet.
///
/// @param ref null if the name of its secret is none
/// @param envelope null if what stands there is none
/// @param generation of the key that is said to have sealed it
/// @param quarantined whether it is known to be unreadable
public record SealedVersion(
    Id secret,
    long version,
    @Nullable SecretRef ref,
    @Nullable Envelope envelope,
    int generation,
    boolean quarantined) {
  Cursor cursor() {
    return new Cursor(secret, version);
  }

  /// Whether a key of `newest` sealed it, as far as one can see.
  boolean isSealedWith(int newest) {
    return envelope != null && envelope.generation() == newest && generation == newest;
  }

  /// The same value in another envelope.
  ///
  /// @param seen what is replaced, if it still stands there
  public record Resealed(SealedVersion seen, SecretRef ref, Envelope next) {}
}
