package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.client.ServerProblem;
import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S9 for tokens: old and new work for a while, and use of the old one is on record.
class RotatingTokensTest {
  private static final String TOKENS = "/api/v1/tokens";

  @TempDir Path folder;
  @AutoClose Instance instance;
  String old = "";
  String id = "";

  @BeforeEach
  void an_agent_with_a_token() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    instance.create("KEY", "value");
    old = instance.agent("ci", "default/development");
    id =
        instance
            .admin()
            .get(TOKENS + "?principal=agent:ci")
            .json()
            .list("tokens")
            .getFirst()
            .text("id");
  }

  private Answer rotate(Rest rest, String token, String body) {
    return rest.post(TOKENS + "/" + token + "/rotate", body);
  }

  private String fetched(String token) {
    try {
      return instance.fetch(token, "KEY");
    } catch (ServerProblem problem) {
      return problem.code();
    }
  }

  private List<Json> uses() {
    return instance.audit("&action=AUTHENTICATE").stream()
        .filter(entry -> entry.toString().contains("replaced_token"))
        .toList();
  }

  @Test
  void both_work_and_use_of_the_old_one_is_on_record() {
    Json rotated = rotate(instance.admin(), id, "{}").expect(201).json();
    assertThat(Instant.parse(rotated.text("former_works_until")))
        .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
    assertThat(rotated.text("scope")).isEqualTo("default/development");
    assertThat(fetched(rotated.text("token"))).isEqualTo("value");
    assertThat(uses()).isEmpty();
    assertThat(fetched(old)).isEqualTo("value");
    assertThat(uses()).hasSize(1);
    assertThat(uses().getFirst().toString()).contains(id).contains("agent:ci");
    assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
  }

  @Test
  void without_a_grace_period_the_old_one_ends_at_once() {
    Json rotated = rotate(instance.admin(), id, "{\"grace\":\"0\"}").expect(201).json();
    assertThat(fetched(old)).isEqualTo("unauthenticated");
    assertThat(fetched(rotated.text("token"))).isEqualTo("value");
  }

  @Test
  void a_token_is_rotated_once() {
    rotate(instance.admin(), id, "{}").expect(201);
    assertThat(rotate(instance.admin(), id, "{}").code()).isEqualTo("conflict");
    assertThat(rotate(instance.admin(), "nosuchtoken1", "{}").status()).isEqualTo(404);
  }

  /// V-2.
  @Test
  void no_odd_grace_period_is_taken() {
    for (String grace : List.of("-1s", "31d", "1", "NaN", "9223372036854775807s", "0s", "")) {
      assertThat(rotate(instance.admin(), id, "{\"grace\":\"" + grace + "\"}").code())
          .as(grace)
          .isEqualTo("invalid_input");
    }
    assertThat(fetched(old)).isEqualTo("value");
  }

  @Test
  void a_session_is_not_rotated_and_only_owners_and_administrators_may() {
    Rest mara = instance.stranger().as(instance.user("mara"));
    String session = mara.get("/api/v1/sessions/current").json().text("credential");
    assertThat(rotate(mara, session, "{}").code()).isEqualTo("invalid_input");
    assertThat(rotate(mara, id, "{}").code()).isEqualTo("access_denied");
    Json own = mara.post(TOKENS, "{\"name\":\"own\",\"expires_in\":\"1h\"}").expect(201).json();
    Json next = rotate(mara, own.text("id"), "{\"grace\":\"5m\"}").expect(201).json();
    assertThat(Instant.parse(next.text("expires_at")))
        .isAfter(Instant.parse(own.text("expires_at")));
    Rest program = instance.stranger().as(next.text("token"));
    Json last = rotate(program, next.text("id"), "{}").expect(201).json();
    assertThat(last.text("expires_at")).isEqualTo(next.text("expires_at"));
  }
}
