package dev.claviger.core;

import dev.claviger.model.SpaceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key as it is shown: never its bytes.
///
/// @param purpose such as `space`
/// @param space null if it is not a key of a space
/// @param uses how many versions it sealed, or keys it wraps; null for other keys
/// @param quarantined how many of these cannot be read, and so stay as they are
/// @param progress of the rotation that brought it; null if none is going on
public record ListedKey(
    String purpose,
    @Nullable SpaceName space,
    int generation,
    KeyState state,
    Instant createdAt,
    @Nullable Long uses,
    long quarantined,
    @Nullable Progress progress) {

  /// How far a rotation is.
  ///
  /// @param done what is sealed with the new key, or found to be unreadable
  /// @param total what there was to do, with what turned up since
  public record Progress(long done, long total) {}
}
