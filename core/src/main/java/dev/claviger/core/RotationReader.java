package dev.claviger.core;

import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Id;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is going on with keys, and what they sealed.
public interface RotationReader {
  /// All rotations, also those that have ended, by key and generation.
  List<StoredRotation> all();

  /// Up to `limit` envelopes of a space, those behind `cursor`, by secret and version.
  List<SealedVersion> versions(Id space, Cursor cursor, int limit);

  /// Whether former keys than `generation` sealed a version of a space that is not quarantined.
  boolean leavesBehind(Id space, int generation);

  /// All keys that are not destroyed and hang under another root key than `root`.
  List<NamedKey> keysUnderOthersThan(int root);

  /// Up to `limit` versions that cannot be read, by when that was found.
  List<QuarantinedVersion> quarantined(int limit);

  /// A key with the name of its space, from which the key that wraps it is derived.
  record NamedKey(WrappedKey wrapped, @Nullable SpaceName space) {}

  /// A version that no key opens.
  record QuarantinedVersion(SecretRef ref, Version version, Instant foundAt) {}
}
