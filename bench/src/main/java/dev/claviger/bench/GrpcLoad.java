package dev.claviger.bench;

import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.SecretServiceGrpc;
import dev.claviger.v1.SecretServiceGrpc.SecretServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Calls a running server over gRPC, each caller on a connection of its own, and prints one line as
/// `bench/wrk/report.lua` does.
///
/// `GrpcLoad ADDRESS CONNECTIONS SECONDS [VALUES]`, with the token in `TOKEN`. VALUES is how many
/// values one call fetches.
public final class GrpcLoad {
  private static final String SCOPE = "bench/production";

  /// This process is new at each run, and slow at first.
  private static final Duration WARM = Duration.ofSeconds(6);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Latencies all = new Latencies();
  private final AtomicInteger failed = new AtomicInteger();
  private final URI address;
  private final int values;
  private final long begin = System.nanoTime() + WARM.toNanos();
  private final long end;

  private GrpcLoad(URI address, int values, Duration during) {
    this.address = address;
    this.values = values;
    this.end = begin + during.toNanos();
  }

  static void main(String[] arguments) throws InterruptedException {
    var during = Duration.ofSeconds(Long.parseLong(arguments[2]));
    int values = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    var load = new GrpcLoad(URI.create(arguments[0]), values, during);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      callers.add(Thread.ofVirtual().start(load::call));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    Latencies all = load.all;
    System.err.println(all.summary(during)); // sorts
    System.out.printf(
        "RESULT %d %d %.3f %.3f %.3f %.3f%n",
        all.count(),
        load.failed.get(),
        (double) during.toSeconds(),
        all.millis(0.50),
        all.millis(0.99),
        all.millis(0.999));
  }

  private void call() {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
            .usePlaintext()
            .build();
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + System.getenv("TOKEN"));
    var stub =
        SecretServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    var own = new Latencies();
    for (long now = System.nanoTime(); now < end; ) {
      try {
        fetch(stub);
      } catch (StatusRuntimeException _) {
        failed.incrementAndGet();
      }
      long done = System.nanoTime();
      if (now >= begin) {
        own.add(done - now);
      }
      now = done;
    }
    all.addAll(own);
    channel.shutdownNow();
  }

  private void fetch(SecretServiceBlockingStub stub) {
    if (values == 1) {
      int number = ThreadLocalRandom.current().nextInt(Instance.SECRETS);
      var _ =
          stub.getSecret(
              GetSecretRequest.newBuilder()
                  .setScope(SCOPE)
                  .setSecretName("SECRET_" + number)
                  .build());
    } else {
      var _ =
          stub.getSecrets(
              GetSecretsRequest.newBuilder()
                  .setScope(SCOPE)
                  .addAllSecretNames(
                      IntStream.range(0, values).mapToObj(i -> "SECRET_" + i).toList())
                  .build());
    }
  }
}
