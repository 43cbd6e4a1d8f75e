package dev.claviger.server.http;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.ListenerConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What every listener of ours is set to.
public final class Sockets {
  /// No body of any route is larger.
  public static final int MAX_BODY = 8 * 1024 * 1024;

  private static final int MAX_CONNECTIONS = 10_000;
  private static final Duration IDLE = Duration.ofMinutes(5);

  private Sockets() {}

  /// Sets a listener up, except for its address and what it serves.
  ///
  /// @param tls empty = plain text
  public static void configure(
      ListenerConfig.BuilderBase<?, ?> listener, Optional<Tls> tls, RandomGenerator random) {
    listener
        // With Nagle's algorithm each gRPC call waits 44 ms for a delayed acknowledgement.
        .connectionOptions(options -> options.tcpNoDelay(true))
        .maxPayloadSize(MAX_BODY)
        .maxTcpConnections(MAX_CONNECTIONS)
        .idleConnectionTimeout(IDLE)
        .directHandlers(EarlyProblems.handlers(random));
    tls.ifPresent(listener::tls);
  }
}
