package dev.claviger.client;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One secret as the service plane hands it out. Who fetched it closes it, which wipes the value.
///
/// @param expiresAt null: never
public record FetchedSecret(
    SecretName name, Version version, SecretValue value, @Nullable Instant expiresAt)
    implements AutoCloseable {

  @Override
  public void close() {
    value.close();
  }
}
