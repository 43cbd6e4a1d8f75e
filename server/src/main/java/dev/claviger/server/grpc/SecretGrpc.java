package dev.claviger.server.grpc;

import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.SecretServiceGrpc.SecretServiceImplBase;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.helidon.webserver.CloseConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/// [SecretCalls] over gRPC. Each call runs on the virtual thread of its stream.
final class SecretGrpc extends SecretServiceImplBase {
  private final SecretCalls calls;

  SecretGrpc(SecretCalls calls) {
    this.calls = calls;
  }

  @Override
  public void getSecret(GetSecretRequest request, StreamObserver<GetSecretResponse> answer) {
    answer(answer, (arrival, out) -> calls.getSecret(arrival, request, out::onNext));
  }

  @Override
  public void getSecrets(GetSecretsRequest request, StreamObserver<GetSecretsResponse> answer) {
    answer(answer, (arrival, out) -> calls.getSecrets(arrival, request, out::onNext));
  }

  @Override
  public void watchSecrets(
      WatchSecretsRequest request, StreamObserver<WatchSecretsResponse> answer) {
    var call = (ServerCallStreamObserver<WatchSecretsResponse>) answer;
    var end = new WatchEnd();
    call.setOnCancelHandler(end::end);
    answer(answer, (arrival, out) -> calls.watchSecrets(arrival, request, end, out::onNext));
  }

  private static <T> void answer(
      StreamObserver<T> answer, BiConsumer<Arrival, StreamObserver<T>> call) {
    Arrival arrival = Arrival.KEY.get();
    try {
      call.accept(arrival, answer);
      answer.onCompleted();
    } catch (CancellationException _) {
      answer.onError(Status.UNAVAILABLE.withDescription("the server stops").asRuntimeException());
    } catch (CloseConnectionException | UncheckedIOException e) {
      throw e; // nobody is there any more
    } catch (RuntimeException e) {
      answer.onError(Refusal.of(e, arrival.request()).exception());
    }
  }
}
