package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What callers get who ask for something that cannot be.
class BadInputTest {
  private static final String MARKER = "echo-Me-If-You-Dare-5512";

  @TempDir static Path folder;
  static Instance instance;

  @BeforeAll
  static void a_server() {
    instance = new Instance(ServerProcess.Plan.in(folder));
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/versions",
        "a;x=1",
        "A B",
        "A\u0000B",
        "А_CYRILLIC",
        "Ａ",
        "",
        ".",
        "1A"
      })
  void a_bad_name_in_a_body_is_refused(String name) {
    String body = "{\"key_name\":%s,\"value\":\"%s\"}".formatted(Json.quoted(name), MARKER);
    refused(instance.admin().post(Instance.DEFAULT, body));
  }

  @Test
  void a_name_of_256_characters_is_refused_and_one_of_255_is_not() {
    String most = "A".repeat(255);
    instance.create(most, "value");
    assertThat(instance.admin().get(Instance.DEFAULT + "/" + most).status()).isEqualTo(200);
    refused(
        instance
            .admin()
            .post(
                Instance.DEFAULT,
                "{\"key_name\":\"A%s\",\"value\":\"%s\"}".formatted(most, MARKER)));
    refused(instance.admin().get(Instance.DEFAULT + "/A" + most));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "..%2fx",
        "a%2fversions",
        "a%2Fversions",
        "a;x=1",
        "A%20B",
        "A%00B",
        "%D0%90_B",
        "a%5cb",
        ".",
        "..",
        "a//versions",
        "%2e%2e"
      })
  void a_bad_name_in_a_path_is_refused(String name) throws IOException {
    String head =
        """
        PUT %s/%s HTTP/1.1\r
        Host: localhost\r
        Connection: close\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        {"value":"%s"}"""
            .formatted(Instance.DEFAULT, name, instance.adminToken(), MARKER.length() + 12, MARKER);
    String answer = raw(head);
    assertThat(answer)
        .matches("(?s)HTTP/1.1 4\\d\\d .*")
        .contains("\"code\"")
        .doesNotContain(MARKER);
  }

  private static String raw(String request) throws IOException {
    URI address = URI.create(instance.server().rest());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var answer = new ByteArrayOutputStream();
      int next = socket.getInputStream().read();
      while (next >= 0 && next != '}') { // no problem has more than one level
        answer.write(next);
        next = socket.getInputStream().read();
      }
      return answer.toString(UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo-Me-If-You-Dare-5512",
        "",
        "[]",
        "null",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\"",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\",\"value\":\"b\"}",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\",\"Value\":\"b\"}",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\"}{}",
        "{\"key_name\":\"A\",\"value\":{\"v\":\"echo-Me-If-You-Dare-5512\"}}",
        "{\"key_name\":\"A\",\"value\":[\"echo-Me-If-You-Dare-5512\"]}",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\",\"encoding\":\"base64\"}",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\",\"encoding\":\"rot13\"}",
        "{'key_name':'A','value':'echo-Me-If-You-Dare-5512'}",
        "{\"key_name\":\"A\",\"value\":\"echo-Me-If-You-Dare-5512\\ud800\"}"
      })
  void a_body_that_is_no_such_document_is_refused(String body) {
    refused(instance.admin().post(Instance.DEFAULT, body));
  }

  @Test
  void a_value_over_one_mebibyte_is_refused() {
    String value = "v".repeat(1 << 20);
    instance.create("LARGEST", value);
    assertThat(instance.fetch(instance.agent("large", "default/development"), "LARGEST"))
        .isEqualTo(value);
    String more = MARKER + value;
    for (String larger : List.of(more, more + more, more + more + more)) {
      String body = "{\"key_name\":\"TOO_LARGE\",\"value\":\"" + larger + "\"}";
      Answer answer = refused(instance.admin().post(Instance.DEFAULT, body));
      assertThat(answer.code()).isEqualTo("too_large");
    }
  }

  private static Answer refused(Answer answer) {
    assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
    assertThat(answer.code()).as("%s", answer).isNotEmpty();
    assertThat(answer.body()).doesNotContain(MARKER);
    return answer;
  }

  @Test
  void of_two_writers_with_the_same_tag_one_is_told() throws Exception {
    instance.create("TAGGED", "first");
    String path = Instance.DEFAULT + "/TAGGED";
    String tag = instance.admin().get(path).tag().orElseThrow();
    assertThat(
            bothAtOnce(
                () ->
                    instance
                        .admin()
                        .call("PUT", path, "{\"value\":\"next\"}", "If-Match", tag)
                        .status()))
        .containsExactlyInAnyOrder(200, 412);
  }

  @Test
  void of_two_creations_one_is_told() throws Exception {
    assertThat(
            bothAtOnce(
                () ->
                    instance
                        .admin()
                        .post(Instance.DEFAULT, "{\"key_name\":\"ONCE\",\"value\":\"v\"}")
                        .status()))
        .containsExactlyInAnyOrder(201, 409);
  }

  @Test
  void two_writers_without_a_tag_make_two_versions() throws Exception {
    instance.create("TWICE", "first");
    assertThat(
            bothAtOnce(
                () ->
                    instance
                        .admin()
                        .put(Instance.DEFAULT + "/TWICE", "{\"value\":\"next\"}")
                        .expect(200)
                        .json()
                        .number("version")))
        .containsExactlyInAnyOrder(2L, 3L);
  }

  private static <T> List<T> bothAtOnce(Callable<T> call) throws Exception {
    var start = new CyclicBarrier(2);
    Callable<T> together =
        () -> {
          start.await();
          return call.call();
        };
    try (var threads = Executors.newFixedThreadPool(2)) {
      var first = threads.submit(together);
      var second = threads.submit(together);
      return List.of(first.get(), second.get());
    }
  }

  @Test
  void a_tampered_row_is_refused_and_put_on_record_and_others_are_not_affected()
      throws SQLException {
    instance.create("TAMPERED", "first");
    instance.create("UNTOUCHED", "second");
    String agent = instance.agent("tampering", "default/development");
    tamper();
    Answer answer = instance.service(agent).connect("GetSecret", "{\"secretName\":\"TAMPERED\"}");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("first");
    assertThat(instance.fetch(agent, "UNTOUCHED")).isEqualTo("second");
    assertThat(instance.audit("&action=READ"))
        .anySatisfy(
            entry -> {
              assertThat(entry.text("request_id")).isEqualTo(answer.requestId());
              assertThat(entry.text("outcome")).isEqualTo("decryption_failed");
            });
    assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
  }

  /// Flips the last bit of one envelope, as somebody with the database could.
  private static void tamper() throws SQLException {
    String url = "jdbc:sqlite:" + instance.server().plan().database();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      byte[] envelope;
      String which = " WHERE secret_id = (SELECT id FROM secret WHERE name = 'TAMPERED')";
      try (var found = statement.executeQuery("SELECT envelope FROM secret_version" + which)) {
        found.next();
        envelope = found.getBytes(1);
      }
      envelope[envelope.length - 1] ^= 1;
      try (var update =
          connection.prepareStatement("UPDATE secret_version SET envelope = ?" + which)) {
        update.setBytes(1, envelope);
        assertThat(update.executeUpdate()).isEqualTo(1);
      }
    }
  }
}
