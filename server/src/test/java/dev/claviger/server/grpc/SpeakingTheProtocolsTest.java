package dev.claviger.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.claviger.core.Caller;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.SecretRef;
import dev.claviger.server.http.Sockets;
import dev.claviger.v1.GetSecretRequest;
import dev.claviger.v1.GetSecretResponse;
import dev.claviger.v1.GetSecretsRequest;
import dev.claviger.v1.GetSecretsResponse;
import dev.claviger.v1.Secret;
import dev.claviger.v1.SecretServiceGrpc;
import dev.claviger.v1.SecretServiceGrpc.SecretServiceBlockingStub;
import dev.claviger.v1.WatchSecretsRequest;
import dev.claviger.v1.WatchSecretsResponse;
import dev.claviger.v1.WatchSecretsResponse.SecretVersion;
import dev.claviger.v1.WatchSecretsResponse.Snapshot;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Both protocols on one port (S14): what stands on the wire, whatever the core would answer.
class SpeakingTheProtocolsTest {
  private static final String TOKEN = "clv_agt_good";
  private static final byte[] VALUE = "s3cr3t".getBytes(UTF_8);

  private final MadeUp calls = new MadeUp();
  private final WebServer server = started(calls);
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();

  /// Answers by the name that is asked for.
  private static final class MadeUp implements SecretCalls {
    private final List<String> tokens = new ArrayList<>();
    private final List<GetSecretsRequest> pages = new ArrayList<>();

    @Override
    public void getSecret(
        Arrival arrival, GetSecretRequest request, Consumer<GetSecretResponse> send) {
      tokens.add(request.getToken());
      switch (request.getSecretName()) {
        case "KEY" ->
            send.accept(
                GetSecretResponse.newBuilder()
                    .setValue(ByteString.copyFrom(VALUE))
                    .setVersion(7)
                    .setSuccess(true)
                    .build());
        case "LARGE" ->
            send.accept(
                GetSecretResponse.newBuilder()
                    .setValue(ByteString.copyFrom(new byte[1024 * 1024]))
                    .setSuccess(true)
                    .build());
        case "BROKEN" -> throw new IllegalStateException("never told");
        default ->
            throw new NotAvailable(SecretRef.parse("claviger://default/development/MISSING"));
      }
    }

    @Override
    public void getSecrets(
        Arrival arrival, GetSecretsRequest request, Consumer<GetSecretsResponse> send) {
      pages.add(request);
      send.accept(
          GetSecretsResponse.newBuilder()
              .addSecrets(
                  Secret.newBuilder()
                      .setName("KEY")
                      .setVersion(7)
                      .setExpiresAtMs(5)
                      .setValue(ByteString.copyFrom(VALUE)))
              .setNextPageToken("KEY")
              .build());
    }

    @Override
    public void watchSecrets(
        Arrival arrival,
        WatchSecretsRequest request,
        WatchEnd end,
        Consumer<WatchSecretsResponse> send) {
      if (request.getScope().equals("bad")) {
        throw new InvalidInput("scope", "must be better");
      }
      var secret = SecretVersion.newBuilder().setName("KEY").setVersion(7);
      send.accept(
          WatchSecretsResponse.newBuilder()
              .setSnapshot(Snapshot.newBuilder().addSecrets(secret))
              .build());
      send.accept(WatchSecretsResponse.newBuilder().setRemoved("KEY").build());
      throw new Unauthenticated();
    }
  }

  /// Knows one token.
  private static WebServer started(SecretCalls calls) {
    var arrivals =
        new Arrivals(
            (token, plane, client, request) -> {
              if (token == null || !Arrays.equals(token, TOKEN.getBytes(UTF_8))) {
                throw new Unauthenticated();
              }
              return Caller.anonymous(plane, client, request);
            },
            new Random());
    var builder =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .addFeature(ServicePlane.reflection(WebServer.DEFAULT_SOCKET_NAME));
    Sockets.configure(builder, Optional.empty(), new Random());
    new ServicePlane(calls, arrivals, new SlowReaders(), true).on(builder, HttpRouting.builder());
    return builder.build().start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    server.stop();
  }

  @Test
  void a_value_comes_over_grpc() {
    GetSecretResponse answer = grpc(TOKEN).getSecret(request("KEY"));

    assertThat(answer.getValue().toByteArray()).isEqualTo(VALUE);
    assertThat(answer.getVersion()).isEqualTo(7);
    assertThat(answer.getSuccess()).isTrue();
  }

  @Test
  void the_largest_value_comes_over_grpc() {
    assertThat(grpc(TOKEN).getSecret(request("LARGE")).getValue().size()).isEqualTo(1024 * 1024);
  }

  @Test
  void a_refusal_over_grpc_carries_our_code() throws Exception {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> grpc(TOKEN).getSecret(request("MISSING")));

    assertThat(thrown.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.NOT_FOUND);
    assertThat(info(thrown).getReason()).isEqualTo("not_available");
    assertThat(info(thrown).getMetadataMap()).containsKey("request_id");
  }

  @Test
  void what_nobody_foresaw_is_not_told() throws Exception {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> grpc(TOKEN).getSecret(request("BROKEN")));

    assertThat(info(thrown).getReason()).isEqualTo("internal");
    assertThat(thrown).hasMessageNotContaining("never told");
  }

  @Test
  void a_bad_token_is_refused_over_grpc_before_the_message_is_read() throws Exception {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> grpc("clv_agt_bad").getSecret(request("KEY")));

    assertThat(info(thrown).getReason()).isEqualTo("unauthenticated");
    assertThat(calls.tokens).isEmpty();
  }

  @Test
  void a_token_in_the_message_reaches_the_call() {
    SecretServiceGrpc.newBlockingStub(channel)
        .getSecret(request("KEY").toBuilder().setToken(TOKEN).build());

    assertThat(calls.tokens).containsExactly(TOKEN);
  }

  @Test
  void a_large_message_is_refused_over_grpc() throws Exception {
    GetSecretRequest large = request("KEY").toBuilder().setDescription("x".repeat(100_000)).build();

    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> grpc(TOKEN).getSecret(large));

    assertThat(info(thrown).getReason()).isEqualTo("too_large");
  }

  @Test
  void a_message_that_is_not_even_read_ends_its_call_only() {
    GetSecretRequest huge =
        request("KEY").toBuilder().setDescription("x".repeat(3_000_000)).build();

    assertThatThrownBy(() -> grpc(TOKEN).getSecret(huge))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageNotContaining("DEADLINE");
    assertThat(grpc(TOKEN).getSecret(request("KEY")).getSuccess()).isTrue();
  }

  @Test
  void a_compressed_message_is_refused_over_grpc() throws Exception {
    StatusRuntimeException thrown =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> grpc(TOKEN).withCompression("gzip").getSecret(request("KEY")));

    assertThat(info(thrown).getReason()).isEqualTo("unsupported_media_type");
  }

  @Test
  void a_watch_over_grpc_ends_with_its_reason() throws Exception {
    Iterator<WatchSecretsResponse> events =
        grpc(TOKEN).watchSecrets(WatchSecretsRequest.getDefaultInstance());

    assertThat(events.next().getSnapshot().getSecrets(0).getVersion()).isEqualTo(7);
    assertThat(events.next().getRemoved()).isEqualTo("KEY");
    assertThat(info(catchThrowableOfType(StatusRuntimeException.class, events::next)).getReason())
        .isEqualTo("unauthenticated");
  }

  @Test
  void health_and_reflection_need_no_token() throws Exception {
    var health = HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);

    var services = new LinkedBlockingQueue<Object>();
    StreamObserver<ServerReflectionRequest> reflection =
        ServerReflectionGrpc.newStub(channel).serverReflectionInfo(collecting(services));
    reflection.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(String.valueOf(services.poll(30, TimeUnit.SECONDS)))
        .contains("claviger.v1.SecretService", "grpc.health.v1.Health");
    reflection.onCompleted();
  }

  @Test
  void a_value_comes_as_protobuf_over_connect() throws Exception {
    Answer answer = connect("GetSecret", "application/proto", request("KEY").toByteArray());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/proto");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(GetSecretResponse.parseFrom(answer.body()).getValue().toByteArray())
        .isEqualTo(VALUE);
  }

  @Test
  void a_value_comes_as_json_over_connect() throws Exception {
    Answer answer = json("GetSecret", "{\"secretName\": \"KEY\", \"version\": \"0\"}");

    assertThat(answer.text())
        .isEqualTo("{\"value\":\"czNjcjN0\",\"success\":true,\"version\":\"7\"}");
  }

  @Test
  void values_come_as_json_over_connect() throws Exception {
    Answer answer =
        json("GetSecrets", "{\"secret_names\": [\"A\", \"B\"], \"pageSize\": 5, \"scope\": null}");

    assertThat(answer.text())
        .isEqualTo(
            "{\"secrets\":[{\"name\":\"KEY\",\"version\":\"7\",\"value\":\"czNjcjN0\","
                + "\"expiresAtMs\":\"5\"}],\"nextPageToken\":\"KEY\"}");
    assertThat(calls.pages.getFirst().getSecretNamesList()).containsExactly("A", "B");
    assertThat(calls.pages.getFirst().getPageSize()).isEqualTo(5);
  }

  @Test
  void the_largest_value_comes_over_connect() throws Exception {
    Answer answer = connect("GetSecret", "application/proto", request("LARGE").toByteArray());

    assertThat(GetSecretResponse.parseFrom(answer.body()).getValue().size()).isEqualTo(1024 * 1024);
  }

  @Test
  void a_refusal_over_connect_says_its_code_in_the_header_too() throws Exception {
    Answer answer = json("GetSecret", "{\"secretName\": \"MISSING\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("claviger-code")).isEqualTo("not_available");
    assertThat(answer.text())
        .startsWith("{\"code\":\"not_found\",\"message\":\"")
        .contains("\"type\":\"google.rpc.ErrorInfo\"");
  }

  @Test
  void json_that_is_none_is_refused_without_an_echo() throws Exception {
    for (String bad :
        List.of(
            "",
            "[]",
            "marker-a",
            "{\"secretName\": marker-a}",
            "{\"secretName\": \"KEY\"} marker-a",
            "{\"secretName\": \"KEY\", \"secretName\": \"marker-a\"}",
            "{\"secretName\": {\"a\": \"marker-a\"}}",
            "{\"marker-a\": 1}",
            "{\"version\": \"marker-a\"}",
            "{\"version\": -1}")) {
      Answer answer = json("GetSecret", bad);

      assertThat(answer.status()).as(bad).isEqualTo(400);
      assertThat(answer.header("claviger-code")).as(bad).isEqualTo("invalid_input");
      assertThat(answer.text()).as(bad).doesNotContain("marker-a");
    }
  }

  @Test
  void a_message_that_is_too_large_or_compressed_is_refused_over_connect() throws Exception {
    assertThat(json("GetSecret", " ".repeat(70_000)).header("claviger-code"))
        .isEqualTo("too_large");
    assertThat(connect("GetSecret", "text/plain", VALUE).status()).isEqualTo(415);
    HttpURLConnection gzip = opened("GetSecret", "application/json");
    gzip.setRequestProperty("Content-Encoding", "gzip");
    assertThat(answered(gzip, VALUE).status()).isEqualTo(415);
  }

  @Test
  void a_watch_over_connect_ends_with_its_reason() throws Exception {
    byte[] body = {0, 0, 0, 0, 2, '{', '}'};
    HttpURLConnection connection = opened("WatchSecrets", "application/connect+json");
    connection.getOutputStream().write(body);

    try (var frames = new DataInputStream(connection.getInputStream())) {
      assertThat(frame(frames, 0))
          .isEqualTo("{\"snapshot\":{\"secrets\":[{\"name\":\"KEY\",\"version\":\"7\"}]}}");
      assertThat(frame(frames, 0)).isEqualTo("{\"removed\":\"KEY\"}");
      assertThat(frame(frames, 2)).startsWith("{\"error\":{\"code\":\"unauthenticated\"");
      assertThat(frames.read()).isEqualTo(-1);
    }
  }

  @Test
  void a_watch_that_is_refused_says_so_in_its_only_frame() throws Exception {
    byte[] message = "{\"scope\":\"bad\"}".getBytes(UTF_8);
    byte[] body = new byte[5 + message.length];
    body[4] = (byte) message.length;
    System.arraycopy(message, 0, body, 5, message.length);
    HttpURLConnection connection = opened("WatchSecrets", "application/connect+json");
    connection.getOutputStream().write(body);

    assertThat(connection.getHeaderField("claviger-code")).isEqualTo("invalid_input");
    try (var frames = new DataInputStream(connection.getInputStream())) {
      assertThat(frame(frames, 2)).contains("invalid_argument");
    }
  }

  private SecretServiceBlockingStub grpc(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return SecretServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static GetSecretRequest request(String name) {
    return GetSecretRequest.newBuilder().setSecretName(name).build();
  }

  private static ErrorInfo info(StatusRuntimeException thrown) throws IOException {
    return Objects.requireNonNull(StatusProto.fromThrowable(thrown))
        .getDetails(0)
        .unpack(ErrorInfo.class);
  }

  private static <T> StreamObserver<T> collecting(LinkedBlockingQueue<Object> into) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        into.add(value);
      }

      @Override
      public void onError(Throwable failure) {
        into.add(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }

  private record Answer(HttpURLConnection connection, int status, ByteString body) {
    String header(String name) {
      return connection.getHeaderField(name);
    }

    String text() {
      return body.toStringUtf8();
    }
  }

  private Answer json(String method, String body) throws IOException {
    return connect(method, "application/json", body.getBytes(UTF_8));
  }

  private Answer connect(String method, String type, byte[] body) throws IOException {
    return answered(opened(method, type), body);
  }

  private HttpURLConnection opened(String method, String type) throws IOException {
    URI address =
        URI.create("http://127.0.0.1:" + server.port() + "/claviger.v1.SecretService/" + method);
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", type);
    connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
    return connection;
  }

  private static Answer answered(HttpURLConnection connection, byte[] body) throws IOException {
    connection.getOutputStream().write(body);
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(connection, status, ByteString.readFrom(in));
    }
  }

  private static String frame(DataInputStream frames, int flags) throws IOException {
    assertThat(frames.readUnsignedByte()).isEqualTo(flags);
    return new String(frames.readNBytes(frames.readInt()), UTF_8);
  }
}
