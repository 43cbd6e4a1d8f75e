package dev.claviger.cli.session;

import dev.claviger.client.ServerAddress;
import dev.claviger.model.SecretValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What is needed to call a server: where its two listeners are, whom to trust, and the token.
///
/// @param rest the management plane
/// @param grpc the service plane
/// @param token closed by who asked for the credentials
/// @param principal such as `user:admin`; null where it was never asked
/// @param scope the only scope the token is good for, or null
/// @param expiresAt as the server wrote it, or null
/// @param authority PEM certificates that alone are trusted, or null
public record Credentials(
    ServerAddress rest,
    ServerAddress grpc,
    SecretValue token,
    @Nullable String principal,
    @Nullable String scope,
    @Nullable String expiresAt,
    @Nullable Path authority)
    implements AutoCloseable {

  @Override
  public void close() {
    token.close();
  }
}
