package dev.claviger.core;

import dev.claviger.model.SecretValue;
import org.jspecify.annotations.Nullable;

/// A secret as a caller may see it. Closing it wipes the value.
///
/// @param mask null where no mask is to be shown
/// @param value null where it is not revealed
public record ShownSecret(StoredSecret secret, @Nullable String mask, @Nullable SecretValue value)
    implements AutoCloseable {
  @Override
  public void close() {
    if (value != null) {
      value.close();
    }
  }
}
