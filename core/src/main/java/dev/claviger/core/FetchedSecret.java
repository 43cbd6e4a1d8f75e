package dev.claviger.core;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A value on its way to whoever fetched it. Closing it wipes the value.
public record FetchedSecret(
    SecretName name, Version version, SecretValue value, @Nullable Instant expiresAt)
    implements AutoCloseable {
  @Override
  public void close() {
    value.close();
  }
}
