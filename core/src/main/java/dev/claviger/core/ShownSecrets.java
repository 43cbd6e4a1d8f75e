package dev.claviger.core;

import dev.claviger.core.SecretReader.After;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of secrets. Closing it wipes all values.
///
/// @param next where the next page begins; null on the last one
public record ShownSecrets(List<ShownSecret> secrets, @Nullable After next)
    implements AutoCloseable {
  public ShownSecrets {
    secrets = List.copyOf(secrets);
  }

  @Override
  public void close() {
    secrets.forEach(ShownSecret::close);
  }
}
