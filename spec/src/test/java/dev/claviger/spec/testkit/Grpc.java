package dev.claviger.spec.testkit;

import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.SecretServiceGrpc;
import dev.claviger.v1.SecretServiceGrpc.SecretServiceBlockingStub;
import dev.claviger.v1.WatchSecretsRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.function.Consumer;

/// The service plane over gRPC.
public final class Grpc implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel channel;
  private final SecretServiceBlockingStub stub;

  /// @param address of the service plane, without TLS
  public Grpc(String address, String token) {
    URI uri = URI.create(address);
    channel = ManagedChannelBuilder.forAddress(uri.getHost(), uri.getPort()).usePlaintext().build();
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    stub =
        SecretServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /// One value.
  public String get(String scope, String name) {
    return stub.getSecret(GetSecretRequest.newBuilder().setScope(scope).setSecretName(name).build())
        .getValue()
        .toStringUtf8();
  }

  /// How many values there are on the first page.
  public int count(String scope) {
    GetSecretsResponse page =
        stub.getSecrets(GetSecretsRequest.newBuilder().setScope(scope).build());
    return page.getSecretsCount();
  }

  /// What a call is refused with: its status, and all that came with it.
  ///
  /// @throws AssertionError if it is not refused
  public String refusal(GetSecretRequest request) {
    return refusal(one -> one.getSecret(request));
  }

  /// The same.
  public String refusal(GetSecretsRequest request) {
    return refusal(one -> one.getSecrets(request));
  }

  /// The same.
  public String refusal(WatchSecretsRequest request) {
    return refusal(one -> one.watchSecrets(request).next());
  }

  private String refusal(Consumer<SecretServiceBlockingStub> call) {
    try {
      call.accept(stub);
    } catch (StatusRuntimeException e) {
      return e + " " + e.getTrailers();
    }
    throw new AssertionError("the call was not refused");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
