package dev.claviger.server.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// S3, I14: both listeners, with a certificate that `server cert` made. What our own clients do
/// stands in RemoteRunTest.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServingOverTlsTest {
  private final TlsServer server;
  private final TlsClient client;

  ServingOverTlsTest(@TempDir Path data) throws Exception {
    server = new TlsServer(data);
    client = TlsClient.trusting(server.authority());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<URI> listeners() {
    return server.listeners();
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void a_client_that_knows_the_authority_is_served(URI listener) throws Exception {
    assertThat(listener.toString()).startsWith("https://127.0.0.1:");
    assertThat(client.get(listener + "/api/v1/server").statusCode()).isEqualTo(200);
    String byName = listener.toString().replace("127.0.0.1", "localhost");
    assertThat(client.get(byName + "/api/v1/server").statusCode()).isEqualTo(200);
  }

  @Test
  void the_service_plane_agrees_on_http_2() throws Exception {
    var answer = client.get(server.grpc() + "/api/v1/server");
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
  }

  @Test
  void a_grpc_client_that_takes_the_server_for_one_of_its_names_is_served() throws Exception {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.grpc().getPort())
            .overrideAuthority(TlsServer.NAME)
            .sslContext(
                GrpcSslContexts.forClient().trustManager(server.authority().toFile()).build())
            .build();
    try {
      var health =
          HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.newBuilder().build());
      assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void an_unknown_authority_is_refused(URI listener, @TempDir Path other) throws Exception {
    var jdk = new TlsClient(SSLContext.getDefault());
    assertThatThrownBy(() -> jdk.get(listener + "/api/v1/server"))
        .isInstanceOf(SSLHandshakeException.class);
    TlsServer.maker(other).make(List.of(TlsServer.NAME));
    TlsClient another = TlsClient.trusting(TlsServer.authority(other));
    assertThatThrownBy(() -> another.handshake(listener, "localhost", "TLSv1.3"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("PKIX");
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void a_wrong_host_name_is_refused(URI listener) throws Exception {
    assertThat(client.handshake(listener, TlsServer.NAME, "TLSv1.3").isValid()).isTrue();
    assertThatThrownBy(() -> client.handshake(listener, "other.example.org", "TLSv1.3"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("other.example.org");
    String otherAddress = listener.toString().replace("127.0.0.1", "127.0.0.2");
    assertThatThrownBy(() -> client.get(otherAddress)).isInstanceOf(IOException.class);
  }

  static Stream<String> modern() {
    return Stream.of("TLSv1.2", "TLSv1.3");
  }

  @ParameterizedTest
  @MethodSource("modern")
  void modern_protocols_are_spoken(String protocol) throws Exception {
    for (URI listener : listeners()) {
      var session = client.handshake(listener, "localhost", protocol);
      assertThat(session.getProtocol()).isEqualTo(protocol);
    }
  }

  /// SSL 3.0, TLS 1.0, TLS 1.1.
  static Stream<String> old() {
    return Stream.of("0300", "0301", "0302");
  }

  @ParameterizedTest
  @MethodSource("old")
  void old_protocols_are_refused(String version) throws Exception {
    for (URI listener : listeners()) {
      byte[] answer = FirstBytes.answer(listener, FirstBytes.clientHello(version));
      assertThat(answer).isNotEmpty();
      assertThat(answer[0]).as("an alert").isEqualTo((byte) FirstBytes.ALERT);
      assertThat(HexFormat.of().formatHex(answer)).endsWith(FirstBytes.REFUSED_VERSION);
    }
  }

  /// Shows that the hello of [#old_protocols_are_refused] is refused for its version alone.
  @ParameterizedTest
  @MethodSource("listeners")
  void the_same_hello_with_tls_1_2_is_answered(URI listener) throws Exception {
    byte[] answer = FirstBytes.answer(listener, FirstBytes.clientHello("0303"));
    assertThat(answer).startsWith(FirstBytes.HANDSHAKE);
  }

  @ParameterizedTest
  @MethodSource("listeners")
  void plain_text_gets_no_answer_and_no_redirect(URI listener) throws Exception {
    byte[] answer = FirstBytes.answer(listener, FirstBytes.plainRequest());
    assertThat(new String(answer, ISO_8859_1)).doesNotContain("HTTP", "ocation", "https");
  }
}
