package dev.claviger.server.grpc;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.model.Id;
import dev.claviger.v1.Claviger;
import io.grpc.health.v1.HealthProto;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcReflectionFeature;
import io.helidon.webserver.grpc.GrpcRouting;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.spi.ServerFeature;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The service plane of one server: gRPC with its health check and reflection, and Connect.
public final class ServicePlane implements AutoCloseable {
  /// A larger one is not even read. Smaller ones get an answer, see [ConnectRoutes#MAX_MESSAGE].
  private static final int MAX_READ = 1024 * 1024;

  private static final int MAX_STREAMS = 256;

  private final Arrivals arrivals;
  private final SecretCalls calls;
  private final SlowReaders slowReaders;
  private final boolean open;

  /// How a credential becomes a caller who may go on.
  public interface Entrance {
    /// The caller that `token` proves.
    ///
    /// @param token null if none was sent; stays the transport's to clear
    Caller enter(byte @Nullable [] token, Plane plane, Client client, Id request);
  }

  ServicePlane(SecretCalls calls, Arrivals arrivals, SlowReaders slowReaders, boolean open) {
    this.calls = calls;
    this.arrivals = arrivals;
    this.slowReaders = slowReaders;
    this.open = open;
  }

  /// The plane of a server that is open.
  ///
  /// @param entrance looks at credentials, and at how many calls there are
  public static ServicePlane open(Core core, Entrance entrance, RandomGenerator random) {
    var arrivals = new Arrivals(entrance, random);
    var slowReaders = new SlowReaders();
    return new ServicePlane(
        new OpenCalls(core, arrivals, slowReaders), arrivals, slowReaders, true);
  }

  /// Refuses every call, because the master key does not open the database.
  public static ServicePlane sealed(RandomGenerator random) {
    Entrance closed =
        (_, _, _, _) -> {
          throw new Sealed();
        };
    return new ServicePlane(
        new SealedCalls(), new Arrivals(closed, random), new SlowReaders(), false);
  }

  /// Puts it on a listener.
  ///
  /// @param http what else the listener answers over HTTP
  public void on(ListenerConfig.BuilderBase<?, ?> listener, HttpRouting.Builder http) {
    listener
        .addProtocol(Http2Config.builder().maxConcurrentStreams(MAX_STREAMS).build())
        .addProtocol(
            GrpcConfig.builder().enableCompression(false).maxReadBufferSize(MAX_READ).build())
        .routing(http.register(new ConnectRoutes(calls, arrivals)))
        .addRouting(
            GrpcRouting.builder()
                .intercept(new ArrivalInterceptor(arrivals))
                .service(Claviger.getDescriptor(), new SecretGrpc(calls))
                .service(HealthProto.getDescriptor(), new HealthCheck(() -> open)));
  }

  /// Lets gRPC tools ask what there is.
  public static ServerFeature reflection(String socket) {
    return GrpcReflectionFeature.builder().enabled(true).sockets(Set.of(socket)).build();
  }

  /// Ends streams that nobody reads. To be called every few seconds.
  public void dropSlowReaders() {
    slowReaders.drop();
  }

  /// Ends the streams, so that clients look for the server again. The listener is not its own.
  @Override
  public void close() {
    calls.endWatches();
  }
}
