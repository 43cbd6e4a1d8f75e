package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new password ends the other sessions with the next request, and no token of a program.
class ChangingAPasswordTest {
  private static final String WHO = "/api/v1/sessions/current";
  private static final String NEXT = "another-Horse-battery-9-staple";

  @TempDir Path folder;
  @AutoClose Instance instance;
  Rest here;
  Rest elsewhere;
  Rest program;

  @BeforeEach
  void two_sessions_and_a_token() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    here = instance.stranger().as(instance.user("mara"));
    elsewhere = instance.stranger().as(signIn(Instance.PASSWORD, 201));
    program =
        instance
            .stranger()
            .as(here.post("/api/v1/tokens", "{\"name\":\"t\"}").expect(201).json().text("token"));
    elsewhere.get(WHO).expect(200);
    program.get(WHO).expect(200);
  }

  private String signIn(String password, int status) {
    return instance
        .stranger()
        .post("/api/v1/sessions", "{\"user\":\"mara\",\"password\":\"%s\"}".formatted(password))
        .expect(status)
        .json()
        .text("token");
  }

  @Test
  void by_oneself_it_keeps_the_session_one_is_in() {
    String change = "{\"current\":\"%s\",\"password\":\"%s\"}";
    assertThat(here.post(WHO + "/password", change.formatted("not-it-not-it-not", NEXT)).code())
        .isEqualTo("unauthenticated");
    elsewhere.get(WHO).expect(200);
    here.post(WHO + "/password", change.formatted(Instance.PASSWORD, NEXT)).expect(204);
    here.get(WHO).expect(200);
    assertThat(elsewhere.get(WHO).status()).isEqualTo(401);
    program.get(WHO).expect(200);
    signIn(Instance.PASSWORD, 401);
    signIn(NEXT, 201);
  }

  @Test
  void by_an_administrator_it_keeps_none() {
    instance
        .admin()
        .patch("/api/v1/principals/user:mara", "{\"password\":\"" + NEXT + "\"}")
        .expect(204);
    assertThat(here.get(WHO).status()).isEqualTo(401);
    assertThat(elsewhere.get(WHO).status()).isEqualTo(401);
    program.get(WHO).expect(200);
    signIn(NEXT, 201);
  }
}
