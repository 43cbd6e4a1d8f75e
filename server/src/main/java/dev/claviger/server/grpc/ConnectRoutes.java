package dev.claviger.server.grpc;

import com.google.protobuf.Message;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.SecretServiceGrpc;
import dev.claviger.v1.WatchSecretsRequest;
import io.grpc.Status;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// [SecretCalls] over the Connect protocol, version 1: connectrpc.com/docs/protocol
///
/// Plain HTTP, so that a shell script or a client of 200 lines needs no gRPC.
final class ConnectRoutes implements HttpService {
  /// Of a request, in bytes.
  static final int MAX_MESSAGE = 64 * 1024;

  private static final int NOT_FOUND = 404;
  private static final int WRONG_METHOD = 405;
  private static final int UNSUPPORTED = 415;
  private static final String SERVICE = "/" + SecretServiceGrpc.SERVICE_NAME;
  private static final Set<String> METHODS =
      SecretServiceGrpc.getServiceDescriptor().getMethods().stream()
          .map(method -> "/" + method.getFullMethodName())
          .collect(Collectors.toUnmodifiableSet());
  private static final HeaderName STREAM_ENCODING = HeaderNames.create("connect-content-encoding");
  private static final HeaderName REQUEST_ID = HeaderNames.create("claviger-request-id");

  private final SecretCalls calls;
  private final Arrivals arrivals;

  ConnectRoutes(SecretCalls calls, Arrivals arrivals) {
    this.calls = calls;
    this.arrivals = arrivals;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post(SERVICE + "/GetSecret", this::getSecret)
        .post(SERVICE + "/GetSecrets", this::getSecrets)
        .post(SERVICE + "/WatchSecrets", this::watchSecrets)
        .any(SERVICE + "/*", this::notThere);
  }

  private void getSecret(ServerRequest request, ServerResponse response) {
    unary(
        request,
        response,
        (arrival, encoding, send) ->
            calls.getSecret(
                arrival,
                encoding.read(body(request), GetSecretRequest.parser(), MessageJson::getSecret),
                send::accept));
  }

  private void getSecrets(ServerRequest request, ServerResponse response) {
    unary(
        request,
        response,
        (arrival, encoding, send) ->
            calls.getSecrets(
                arrival,
                encoding.read(body(request), GetSecretsRequest.parser(), MessageJson::getSecrets),
                send::accept));
  }

  private void watchSecrets(ServerRequest request, ServerResponse response) {
    Arrival stranger = arrived(request, response);
    Optional<ConnectEncoding> known = encoding(request, ConnectEncoding.STREAM);
    if (known.isEmpty()) {
      ConnectErrors.send(response, UNSUPPORTED, unknownEncoding(stranger));
      return;
    }
    ConnectEncoding encoding = known.get();
    response.header(HeaderNames.CONTENT_TYPE, encoding.type(ConnectEncoding.STREAM));
    try (var frames = new ConnectFrames(response, encoding)) {
      stream(stranger, request, encoding, frames);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stream(
      Arrival stranger, ServerRequest request, ConnectEncoding encoding, ConnectFrames frames) {
    try {
      Arrival arrival = arrivals.proved(stranger, authorization(request));
      byte[] message = ConnectFrames.only(body(request));
      calls.watchSecrets(
          arrival,
          encoding.read(message, WatchSecretsRequest.parser(), MessageJson::watchSecrets),
          new WatchEnd(),
          frames::send);
    } catch (CancellationException e) {
      throw new CloseConnectionException("the server stops", e);
    } catch (CloseConnectionException | UncheckedIOException e) {
      throw e; // nobody is there any more
    } catch (RuntimeException e) {
      frames.end(Refusal.of(e, stranger.request()));
    }
  }

  private void notThere(ServerRequest request, ServerResponse response) {
    Arrival stranger = arrived(request, response);
    boolean wrongMethod = METHODS.contains(request.path().path());
    String message = wrongMethod ? "a call is made by POST" : "there is no such call";
    if (wrongMethod) {
      response.header(HeaderNames.ALLOW, "POST");
    }
    ConnectErrors.send(
        response,
        wrongMethod ? WRONG_METHOD : NOT_FOUND,
        new Refusal(
            Status.Code.UNIMPLEMENTED,
            wrongMethod ? "method_not_allowed" : "not_found",
            message,
            stranger.request()));
  }

  private interface Unary {
    void answer(Arrival arrival, ConnectEncoding encoding, Consumer<Message> send);
  }

  private void unary(ServerRequest request, ServerResponse response, Unary call) {
    Arrival stranger = arrived(request, response);
    Optional<ConnectEncoding> known = encoding(request, ConnectEncoding.UNARY);
    if (known.isEmpty()) {
      ConnectErrors.send(response, UNSUPPORTED, unknownEncoding(stranger));
      return;
    }
    ConnectEncoding encoding = known.get();
    try {
      Arrival arrival = arrivals.proved(stranger, authorization(request));
      call.answer(arrival, encoding, message -> send(response, encoding, message));
    } catch (CloseConnectionException | UncheckedIOException e) {
      throw e; // nobody is there any more
    } catch (RuntimeException e) {
      ConnectErrors.send(response, Refusal.of(e, stranger.request()));
    }
  }

  private Arrival arrived(ServerRequest request, ServerResponse response) {
    Arrival arrival =
        arrivals.stranger(
            request.remotePeer().address(),
            request.headers().first(HeaderNames.USER_AGENT).orElse(""));
    response
        .header(REQUEST_ID, arrival.request().toString())
        .header(HeaderNames.CACHE_CONTROL, "no-store");
    return arrival;
  }

  private static void send(ServerResponse response, ConnectEncoding encoding, Message message) {
    try (var buffer = new WipedBuffer(encoding.size(message))) {
      encoding.write(message, buffer);
      response
          .header(HeaderNames.CONTENT_TYPE, encoding.type(ConnectEncoding.UNARY))
          .send(buffer.array(), 0, buffer.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Compressed messages are refused as any other unknown encoding is.
  private static Optional<ConnectEncoding> encoding(ServerRequest request, String kind) {
    boolean compressed =
        request.headers().contains(HeaderNames.CONTENT_ENCODING)
            || !request.headers().first(STREAM_ENCODING).orElse("identity").equals("identity");
    return compressed
        ? Optional.empty()
        : request
            .headers()
            .first(HeaderNames.CONTENT_TYPE)
            .flatMap(type -> ConnectEncoding.of(type, kind));
  }

  private static Refusal unknownEncoding(Arrival arrival) {
    return new Refusal(
        Status.Code.UNIMPLEMENTED,
        "unsupported_media_type",
        "a message must be application/proto or application/json, a stream"
            + " application/connect+proto or application/connect+json, and not compressed",
        arrival.request());
  }

  private static Optional<String> authorization(ServerRequest request) {
    return request.headers().first(HeaderNames.AUTHORIZATION);
  }

  private static byte[] body(ServerRequest request) {
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(MAX_MESSAGE + 1);
      if (body.length > MAX_MESSAGE) {
        throw new TooLarge("the message", MAX_MESSAGE);
      }
      return body;
    } catch (IOException e) {
      throw new InvalidInput("the body", "ended too early");
    }
  }
}
