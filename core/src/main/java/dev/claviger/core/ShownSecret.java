package dev.claviger.core;

import dev.claviger.model.SecretValue;
import org.jspecify.annotations.Nullable;

/// A secret as a caller may see it. Closing it wipes the value.
///
/// @param mask null where no mask is to be shown
/// @param value null where it is not revealed
/// @param use null where it was never handed out
public record ShownSecret(
    StoredSecret secret,
    @Nullable String mask,
    @Nullable SecretValue value,
    @Nullable SecretUse use)
    implements AutoCloseable {
  /// A secret whose use is not known yet.
  ShownSecret(StoredSecret secret, @Nullable String mask, @Nullable SecretValue value) {
    this(secret, mask, value, null);
  }

  /// The same, with its use.
  ShownSecret used(@Nullable SecretUse found) {
    return new ShownSecret(secret, mask, value, found);
  }

  @Override
  public void close() {
    if (value != null) {
      value.close();
    }
  }
}
