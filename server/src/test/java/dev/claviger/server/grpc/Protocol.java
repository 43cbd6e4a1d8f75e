package dev.claviger.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.SecretServiceGrpc;
import dev.claviger.v1.SecretServiceGrpc.SecretServiceBlockingStub;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A client of the service plane, so that one table of cases serves both protocols.
interface Protocol extends AutoCloseable {
  GetSecretResponse getSecret(String token, GetSecretRequest request);

  GetSecretsResponse getSecrets(String token, GetSecretsRequest request);

  Watching watchSecrets(String token, WatchSecretsRequest request);

  @Override
  void close();

  /// The events of one stream. Each call waits for the next one that is no keep-alive.
  interface Watching extends AutoCloseable {
    WatchSecretsResponse next();

    @Override
    void close();
  }

  /// The server's code for a call that it refused.
  final class Refused extends RuntimeException {
    Refused(String code) {
      super(code);
    }
  }

  /// What there is to choose from.
  enum Kind {
    GRPC,
    CONNECT;

    Protocol to(int port) {
      return this == GRPC ? new Grpc(port) : new Connect(port);
    }
  }

  /// By grpc-java.
  final class Grpc implements Protocol {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private final ManagedChannel channel;

    Grpc(int port) {
      channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    private SecretServiceBlockingStub stub(String token) {
      var headers = new Metadata();
      if (!token.isEmpty()) {
        headers.put(AUTHORIZATION, "Bearer " + token);
      }
      return SecretServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public GetSecretResponse getSecret(String token, GetSecretRequest request) {
      try {
        return stub(token).getSecret(request);
      } catch (StatusRuntimeException e) {
        throw refused(e);
      }
    }

    @Override
    public GetSecretsResponse getSecrets(String token, GetSecretsRequest request) {
      try {
        return stub(token).getSecrets(request);
      } catch (StatusRuntimeException e) {
        throw refused(e);
      }
    }

    @Override
    public Watching watchSecrets(String token, WatchSecretsRequest request) {
      Context.CancellableContext context = Context.current().withCancellation();
      Context before = context.attach();
      try {
        Iterator<WatchSecretsResponse> events = stub(token).watchSecrets(request);
        return new Watching() {
          @Override
          public WatchSecretsResponse next() {
            try {
              WatchSecretsResponse event = events.next();
              return event.hasKeepAlive() ? next() : event;
            } catch (StatusRuntimeException e) {
              throw refused(e);
            }
          }

          @Override
          public void close() {
            context.cancel(null);
          }
        };
      } finally {
        context.detach(before);
      }
    }

    private static Refused refused(StatusRuntimeException e) {
      try {
        var status = Objects.requireNonNull(StatusProto.fromThrowable(e));
        if (status.getDetailsCount() == 0) {
          throw e;
        }
        return new Refused(status.getDetails(0).unpack(ErrorInfo.class).getReason());
      } catch (InvalidProtocolBufferException bad) {
        throw new UncheckedIOException(bad);
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }

  /// By plain HTTP. Requests of unary calls are JSON, so that both encodings are used.
  final class Connect implements Protocol {
    private final int port;

    Connect(int port) {
      this.port = port;
    }

    @Override
    public GetSecretResponse getSecret(String token, GetSecretRequest request) {
      try {
        return GetSecretResponse.parseFrom(unary(token, "GetSecret", request));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public GetSecretsResponse getSecrets(String token, GetSecretsRequest request) {
      try {
        return GetSecretsResponse.parseFrom(unary(token, "GetSecrets", request));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private InputStream unary(String token, String method, Message request) throws IOException {
      HttpURLConnection connection = opened(token, method, "application/proto");
      request.writeTo(connection.getOutputStream());
      if (connection.getResponseCode() != 200) {
        throw new Refused(connection.getHeaderField("claviger-code"));
      }
      return connection.getInputStream();
    }

    @Override
    public Watching watchSecrets(String token, WatchSecretsRequest request) {
      try {
        HttpURLConnection connection = opened(token, "WatchSecrets", "application/connect+json");
        byte[] json = json(request);
        connection
            .getOutputStream()
            .write(
                ByteBuffer.allocate(5 + json.length)
                    .put((byte) 0)
                    .putInt(json.length)
                    .put(json)
                    .array());
        return new Frames(connection, new DataInputStream(connection.getInputStream()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static byte[] json(WatchSecretsRequest request) throws IOException {
      var bytes = new ByteArrayOutputStream();
      try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
        json.writeStartObject();
        json.writeStringField("scope", request.getScope());
        json.writeEndObject();
      }
      return bytes.toByteArray();
    }

    private HttpURLConnection opened(String token, String method, String type) throws IOException {
      URI address = URI.create("http://127.0.0.1:" + port + "/claviger.v1.SecretService/" + method);
      var connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setReadTimeout(60_000);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", type);
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      return connection;
    }

    @Override
    public void close() {}
  }

  /// A Connect stream of JSON, read as far as tests need it.
  final class Frames implements Watching {
    private final HttpURLConnection connection;
    private final DataInputStream frames;

    Frames(HttpURLConnection connection, DataInputStream frames) {
      this.connection = connection;
      this.frames = frames;
    }

    @Override
    public WatchSecretsResponse next() {
      try {
        int flags = frames.readUnsignedByte();
        String json = new String(frames.readNBytes(frames.readInt()), UTF_8);
        if (flags == 2) {
          throw new Refused(WatchJson.reason(json));
        }
        WatchSecretsResponse event = WatchJson.event(json);
        return event.hasKeepAlive() ? next() : event;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }
}
