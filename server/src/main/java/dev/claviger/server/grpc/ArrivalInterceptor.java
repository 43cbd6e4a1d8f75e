package dev.claviger.server.grpc;

import com.google.protobuf.MessageLite;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.v1.SecretServiceGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/// Finds out who makes a gRPC call before its message is looked at. Health and reflection are for
/// everybody.
final class ArrivalInterceptor implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION = ascii("authorization");
  private static final Metadata.Key<String> USER_AGENT = ascii("user-agent");
  private static final Metadata.Key<String> ENCODING = ascii("grpc-encoding");
  private static final SocketAddress UNKNOWN = InetSocketAddress.createUnresolved("", 0);

  private final Arrivals arrivals;

  ArrivalInterceptor(Arrivals arrivals) {
    this.arrivals = arrivals;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!SecretServiceGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    Arrival stranger =
        arrivals.stranger(peer == null ? UNKNOWN : peer, first(headers, USER_AGENT).orElse(""));
    try {
      if (!first(headers, ENCODING).orElse("identity").equals("identity")) {
        throw compressed(stranger).exception();
      }
      Arrival arrival = arrivals.proved(stranger, first(headers, AUTHORIZATION));
      Context context = Context.current().withValue(Arrival.KEY, arrival);
      return new Limited<>(Contexts.interceptCall(context, call, headers, next), call, arrival);
    } catch (StatusRuntimeException e) {
      return refused(call, e);
    } catch (RuntimeException e) {
      return refused(call, Refusal.of(e, stranger.request()).exception());
    }
  }

  /// Refuses a message that is too large before anything looks into it.
  private static final class Limited<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;
    private final Arrival arrival;
    private boolean arrived;
    private boolean refused;

    Limited(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call, Arrival arrival) {
      super(listener);
      this.call = call;
      this.arrival = arrival;
    }

    @Override
    public void onMessage(Q message) {
      arrived = true;
      if (message instanceof MessageLite proto
          && proto.getSerializedSize() > ConnectRoutes.MAX_MESSAGE) {
        refused = true;
        var tooLarge = new TooLarge("the message", ConnectRoutes.MAX_MESSAGE);
        refused(call, Refusal.of(tooLarge, arrival.request()).exception());
      } else if (!refused) {
        super.onMessage(message);
      }
    }

    /// Also called for a message that could not be read, which nobody else would answer; what
    /// follows of it is ignored from here on.
    @Override
    public void onCancel() {
      if (!arrived && !refused && !call.isCancelled()) {
        refused = true;
        var unreadable = new InvalidInput("the message", "is malformed, or larger than it may be");
        refused(call, Refusal.of(unreadable, arrival.request()).exception());
      }
      super.onCancel();
    }

    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }
  }

  private static Refusal compressed(Arrival arrival) {
    return new Refusal(
        Status.Code.UNIMPLEMENTED,
        "unsupported_media_type",
        "messages must not be compressed",
        arrival.request());
  }

  private static <Q> ServerCall.Listener<Q> refused(
      ServerCall<Q, ?> call, StatusRuntimeException e) {
    Metadata trailers = e.getTrailers();
    call.close(e.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }

  private static Optional<String> first(Metadata headers, Metadata.Key<String> key) {
    return Optional.ofNullable(headers.get(key));
  }

  private static Metadata.Key<String> ascii(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
