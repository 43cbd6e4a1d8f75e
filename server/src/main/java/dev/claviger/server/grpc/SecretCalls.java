package dev.claviger.server.grpc;

import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import java.util.function.Consumer;

/// The calls of `claviger.v1.SecretService`, for both protocols.
///
/// An answer is lent to `send` and cleared when that returns, so it must have been written by then.
interface SecretCalls {
  void getSecret(Arrival arrival, GetSecretRequest request, Consumer<GetSecretResponse> send);

  void getSecrets(Arrival arrival, GetSecretsRequest request, Consumer<GetSecretsResponse> send);

  /// Sends until the watch ends, always by an exception.
  ///
  /// @param end lets another thread end it
  void watchSecrets(
      Arrival arrival,
      WatchSecretsRequest request,
      WatchEnd end,
      Consumer<WatchSecretsResponse> send);

  /// Ends all watches, because the server stops: else it would wait for them.
  default void endWatches() {}
}
