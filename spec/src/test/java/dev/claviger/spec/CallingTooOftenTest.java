package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// R9 and SECURITY I-2, R-2: calls of one principal and attempts to sign in are limited, and nobody
/// else is in the way.
class CallingTooOftenTest {
  private static final String SESSIONS = "/api/v1/sessions";
  private static final int MANY = 10_000;
  private static final String RIGHT = Instance.PASSWORD;

  @TempDir Path folder;
  @AutoClose Instance instance;

  @BeforeEach
  void few_calls_a_second() {
    instance =
        new Instance(
            ServerProcess.Plan.in(folder)
                .with("CLAVIGER_RATE_CALLS_PER_SECOND", "20")
                .with("CLAVIGER_REST_TRUSTED_PROXIES", "127.0.0.1"));
  }

  private Answer signIn(String address, String user, String password) {
    return instance
        .stranger()
        .call(
            "POST",
            SESSIONS,
            "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password),
            "X-Forwarded-For",
            address);
  }

  /// The first answer that is no plain refusal, however slow this machine is: the time to wait
  /// doubles.
  private Answer guessed(String user) {
    for (int i = 0; i < 20; i++) {
      Answer answer = signIn("192.0.2.1", user, "wrong-password-number-1");
      if (!answer.code().equals("unauthenticated")) {
        assertThat(i).isGreaterThanOrEqualTo(5);
        return answer;
      }
    }
    throw new AssertionError("nobody was stopped");
  }

  private HttpResponse<String> raw(String path, String token) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(instance.server().rest() + path))
              .header("Authorization", "Bearer " + token)
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void a_principal_has_so_many_calls_on_both_planes_and_others_have_their_own() throws Exception {
    String agent = instance.agent("ci", "default/development");
    Rest service = instance.service(agent);
    Answer answer = service.connect("GetSecrets", "{}").expect(200);
    for (int i = 0; i < MANY && answer.status() == 200; i++) {
      answer = service.connect("GetSecrets", "{}");
    }
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("resource_exhausted");
    String token = instance.user("mara");
    HttpResponse<String> last = raw("/api/v1/sessions/current", token);
    for (int i = 0; i < MANY && last.statusCode() == 200; i++) {
      last = raw("/api/v1/sessions/current", token);
    }
    assertThat(last.statusCode()).isEqualTo(429);
    assertThat(last.body()).contains("rate_limited");
    assertThat(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
  }

  @Test
  void guessing_a_password_is_stopped_where_it_comes_from() {
    instance.user("mara");
    Answer known = guessed("mara");
    Answer unknown = guessed("nobody");
    assertThat(known.status()).isEqualTo(429);
    assertThat(known.body().replaceAll("\"request_id\".*", ""))
        .isEqualTo(unknown.body().replaceAll("\"request_id\".*", ""));
    assertThat(signIn("192.0.2.2", "mara", RIGHT).status()).isEqualTo(201);
    assertThat(signIn("192.0.2.1", "admin", RIGHT).status()).isEqualTo(201);
    assertThat(instance.audit("&action=LOGIN&outcome=rate_limited")).hasSize(2);
  }

  @Test
  void a_name_has_one_spelling_there() {
    for (String name : List.of("Admin", "ADMIN", " admin", "admin ", "adm\u0131n", "\uff41dmin")) {
      assertThat(signIn("192.0.2.1", name, RIGHT).code()).as(name).isEqualTo("invalid_input");
    }
  }

  @Test
  void strangers_of_one_address_are_heard_so_often_before_their_body_is_read() {
    List<Integer> answers =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(
                _ ->
                    instance
                        .stranger()
                        .call("POST", SESSIONS, "no json", "X-Forwarded-For", "192.0.2.9")
                        .status())
            .toList();
    assertThat(answers).contains(400, 429).doesNotContain(500);
    assertThat(signIn("192.0.2.10", "admin", RIGHT).status()).isEqualTo(201);
  }
}
