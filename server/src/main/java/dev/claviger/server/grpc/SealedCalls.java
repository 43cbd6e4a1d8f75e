package dev.claviger.server.grpc;

import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import java.util.function.Consumer;

/// What a server answers whose master key does not open its database.
final class SealedCalls implements SecretCalls {
  @Override
  public void getSecret(
      Arrival arrival, GetSecretRequest request, Consumer<GetSecretResponse> send) {
    throw new Sealed();
  }

  @Override
  public void getSecrets(
      Arrival arrival, GetSecretsRequest request, Consumer<GetSecretsResponse> send) {
    throw new Sealed();
  }

  @Override
  public void watchSecrets(
      Arrival arrival,
      WatchSecretsRequest request,
      WatchEnd end,
      Consumer<WatchSecretsResponse> send) {
    throw new Sealed();
  }
}
