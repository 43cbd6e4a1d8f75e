package dev.claviger.server.grpc;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc.HealthImplBase;
import io.grpc.stub.StreamObserver;
import java.util.function.BooleanSupplier;

/// gRPC's own health check, for load balancers: grpc.io/docs/guides/health-checking
///
/// Only the single question. The stream would be open to strangers without bound.
final class HealthCheck extends HealthImplBase {
  private final BooleanSupplier serving;

  HealthCheck(BooleanSupplier serving) {
    this.serving = serving;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> answer) {
    ServingStatus status =
        serving.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    answer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
    answer.onCompleted();
  }
}
