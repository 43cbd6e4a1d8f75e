package dev.claviger.core;

import dev.claviger.model.SecretName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of values, by name. Closing it wipes them.
///
/// @param next the last name of this page, if there are more
public record FetchedSecrets(List<FetchedSecret> secrets, @Nullable SecretName next)
    implements AutoCloseable {
  public FetchedSecrets {
    secrets = List.copyOf(secrets);
  }

  @Override
  public void close() {
    secrets.forEach(FetchedSecret::close);
  }
}
