package dev.claviger.core;

import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Id;
import org.jspecify.annotations.Nullable;

/// All generations of one key.
///
/// @param space of the key of a space, else null
public record KeyLine(KeyPurpose purpose, @Nullable Id space) {
  /// The root key.
  public static final KeyLine ROOT = new KeyLine(KeyPurpose.ROOT, null);

  public static KeyLine of(Id space) {
    return new KeyLine(KeyPurpose.SPACE, space);
  }

  /// The one that `key` belongs to.
  public static KeyLine of(WrappedKey key) {
    return new KeyLine(key.purpose(), key.space());
  }
}
