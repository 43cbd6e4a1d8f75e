package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.rest.RunningServer.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What bad requests get: a problem with a code, and never what was sent (P-1, L-2, L-7, D-1).
class RefusingRequestsTest {
  private static final int HANG_MILLIS = 30_000;
  private static final String SPACES = "/api/v1/spaces";

  private static RunningServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = new RunningServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void expect(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text("request_id")).isEqualTo(answer.header("X-Request-Id"));
    assertThat(answer.body()).doesNotContain("canary");
  }

  /// Sends text as it is, says that this is all, and reads until the server has no more either.
  private static String raw(String request) throws IOException {
    URI address = URI.create(server.rest());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(HANG_MILLIS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/spaces/a%2fversions",
        "/api/v1/spaces/default/secrets/a;x=1",
        "/api/v1//spaces",
        "/api/v1/spaces/../spaces",
        "/api/v1/spaces/%2e%2e",
        "/api/v1/spaces/%00",
        "/api/v1/spaces/",
        "/api/v1/spaces/a%5cb",
        "/api/v1/./spaces",
        "/api/v1/spaces/%zz"
      })
  void an_ambiguous_path_is_refused_before_anybody_is_asked_who_they_are(String path)
      throws IOException {
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid_input");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/spaces/default/secrets/A%20B",
        "/api/v1/spaces/default/secrets/1A",
        "/api/v1/spaces/default/secrets/%D0%90PI",
        "/api/v1/spaces/UPPER",
        "/api/v1/spaces/everywhere",
        "/api/v1/spaces/default/secrets/A?environment=a%2Fb",
        "/api/v1/principals/user",
        "/api/v1/spaces/default/secrets/A/versions/0",
        "/api/v1/spaces/default/secrets/A/versions/x",
        "/api/v1/spaces?limit=0",
        "/api/v1/spaces?limit=1001",
        "/api/v1/spaces?after=canary",
        "/api/v1/spaces?canary=1",
        "/api/v1/spaces?deleted=canary",
        "/api/v1/audit?since=canary",
        "/api/v1/audit?order=canary",
        "/api/v1/audit?environment=production",
        "/api/v1/spaces?access_token=canary",
        "/api/v1/spaces?token=canary",
        "/api/v1/spaces?api_key=canary"
      })
  void a_bad_name_or_parameter_is_refused(String path) {
    expect(server.admin("GET", path).send(), 400, "invalid_input");
  }

  @Test
  void a_name_of_256_characters_is_refused() {
    String path = "/api/v1/spaces/default/secrets/" + "A".repeat(256);
    expect(server.admin("GET", path).send(), 400, "invalid_input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          canary
          ["canary"]
          {"name":canary}
          {"name":"canary","name":"canary"}
          {"name":"a","canary canary":"x"}
          {"name":["canary"]}
          {"name":"Canary canary"}
          {"name":"a","disclosure":"canary"}
          {"name":"a","description":5}
          """)
  void a_bad_body_is_refused(String body) {
    expect(server.admin("POST", SPACES).body(body).send(), 400, "invalid_input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"key_name":"canary canary","value":"canary"}
          {"key_name":"A","value":["canary"]}
          {"key_name":"A","value":"canary","encoding":"canary"}
          {"key_name":"A","value":"canary!","encoding":"base64"}
          {"key_name":"A","value":"canary","expires_at":"canary"}
          {"key_name":"A","value":"canary","expires_at":"2001-01-01T00:00:00Z"}
          {"key_name":"A","value":"canary","expired_use":"canary"}
          {"key_name":"A","value":"canary","extra":"canary"}
          {"key_name":"A","value":"canary","value":"canary"}
          {"key_name":"A","value":"canary
          {"key_name":"A"}
          """)
  void a_bad_secret_is_refused_without_its_value(String body) {
    String path = "/api/v1/spaces/default/secrets";
    expect(server.admin("POST", path).body(body).send(), 400, "invalid_input");
  }

  @Test
  void a_value_of_more_than_a_mebibyte_is_too_large() {
    String value = "x".repeat(1024 * 1024 + 1);
    String body = "{\"key_name\":\"A\",\"value\":\"" + value + "\"}";
    expect(
        server.admin("POST", "/api/v1/spaces/default/secrets").body(body).send(), 413, "too_large");
  }

  @Test
  void a_body_of_more_than_two_mebibytes_is_too_large() {
    String body = "x".repeat(2 * 1024 * 1024 + 1);
    expect(server.admin("POST", SPACES).body(body).send(), 413, "too_large");
  }

  /// The answer arrives although nobody reads the body.
  @Test
  void a_stranger_with_a_large_body_is_told_that_they_are_a_stranger() {
    String body = "x".repeat(1024 * 1024);
    expect(server.anonymous("POST", SPACES).body(body).send(), 401, "unauthenticated");
  }

  @Test
  void a_compressed_body_is_refused() {
    var request = server.admin("POST", SPACES).header("Content-Encoding", "gzip").body("canary");
    expect(request.send(), 415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/xml", "canary", "application/json;charset=latin1"})
  void a_body_that_is_not_json_is_refused(String type) {
    var request = server.admin("POST", SPACES).header("Content-Type", type).body("{}");
    expect(request.send(), 415, "unsupported_media_type");
  }

  @Test
  void a_path_that_does_not_exist_is_not_found() {
    expect(server.anonymous("GET", "/canary").send(), 404, "not_found");
    expect(server.admin("GET", "/v1/secret").send(), 404, "not_found");
  }

  @Test
  void a_method_that_a_path_has_not_is_told_which_it_has() {
    Answer answer = server.admin("DELETE", SPACES).send();
    expect(answer, 405, "method_not_allowed");
    assertThat(answer.header("Allow")).isEqualTo("GET, POST");
    assertThat(server.anonymous("OPTIONS", "/health").send().status()).isEqualTo(405);
  }

  @Test
  void head_gets_no_body_and_the_connection_goes_on() throws IOException {
    String head = request("HEAD", "");
    String answers = raw(head + request("GET", "Connection: close\r\n"));
    assertThat(answers).startsWith("HTTP/1.1 405").contains("\r\n\r\nHTTP/1.1 200").endsWith("}");
  }

  private static String request(String method, String header) {
    return method + " /health HTTP/1.1\r\nHost: a\r\n" + header + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /canary canary HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: canary canary\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX-A: \u0001canary\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:canary\r\n\r\n",
        "CANARY\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /?canary=<canary> HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: canary\r\nConnection: close\r\n\r\n"
      })
  void what_is_not_http_is_not_repeated(String request) throws IOException {
    assertThat(raw(request)).doesNotContainIgnoringCase("canary");
  }

  @Test
  void only_a_bearer_token_of_a_person_opens_this_plane() {
    Answer stranger = server.anonymous("GET", SPACES).send();
    expect(stranger, 401, "unauthenticated");
    assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Bearer");
    expect(server.by("canary", "GET", SPACES).send(), 401, "unauthenticated");
    var basic = server.anonymous("GET", SPACES).header("Authorization", "Basic Y2FuYXJ5");
    expect(basic.send(), 401, "unauthenticated");
    String agent = "{\"name\":\"one\",\"scope\":\"default/production\"}";
    String token = server.admin("POST", "/api/v1/agents").body(agent).send().text("token");
    Answer wrong = server.by(token, "GET", SPACES).send();
    expect(wrong, 403, "wrong_plane");
    assertThat(wrong.text("detail")).contains(server.grpc());
  }

  /// E-1: what differs is the request id alone.
  @Test
  void an_unknown_user_and_a_wrong_password_look_the_same() {
    List<Answer> answers =
        List.of(
            signIn("admin", "canary"), signIn("nobody", "canary"), signIn("claviger", "canary"));
    for (Answer answer : answers) {
      expect(answer, 401, "unauthenticated");
      assertThat(answer.text("detail")).isEqualTo(answers.getFirst().text("detail"));
      assertThat(answer.response().headers().map().keySet())
          .isEqualTo(answers.getFirst().response().headers().map().keySet());
    }
  }

  private static Answer signIn(String user, String password) {
    String body = "{\"user\":\"" + user + "\",\"password\":\"" + password + "\"}";
    return server.anonymous("POST", "/api/v1/sessions").body(body).send();
  }

  @Test
  void the_other_listener_refuses_ambiguous_paths_too() {
    assertThat(server.onServicePlane("GET", "/api/v1/server").send().status()).isEqualTo(200);
    Answer answer = server.onServicePlane("GET", "/api/v1/server;x").send();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(server.onServicePlane("GET", "/api/v1/spaces").send().status()).isEqualTo(404);
  }
}
