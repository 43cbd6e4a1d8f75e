package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S10: everybody is signed out.
class RotatingTheSessionKeyTest {
  private static final String ROTATE = "/api/v1/keys/session-mac/rotate";
  private static final String WHO = "/api/v1/sessions/current";

  @TempDir Path folder;
  @AutoClose Instance instance;
  Rest program;
  Rest mara;
  String agent = "";

  @BeforeEach
  void two_sessions_and_two_tokens() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    instance.create("KEY", "value");
    agent = instance.agent("ci", "default/development");
    mara = instance.stranger().as(instance.user("mara"));
    Json token = instance.admin().post("/api/v1/tokens", "{\"name\":\"t\"}").expect(201).json();
    program = instance.stranger().as(token.text("token"));
  }

  private Rest signedIn() {
    return instance
        .stranger()
        .as(
            instance
                .stranger()
                .post(
                    "/api/v1/sessions",
                    "{\"user\":\"admin\",\"password\":\"%s\"}".formatted(Instance.PASSWORD))
                .expect(201)
                .json()
                .text("token"));
  }

  private List<String> sessionKeys(Rest rest) {
    return rest.get("/api/v1/keys").expect(200).json().list("keys").stream()
        .filter(key -> key.text("purpose").equals("session-mac"))
        .map(key -> key.text("generation") + " " + key.text("state"))
        .toList();
  }

  @Test
  void every_session_ends_at_once_and_no_token() {
    Json done = instance.admin().call("POST", ROTATE, null).expect(200).json();
    assertThat(done.number("generation")).isEqualTo(2);
    assertThat(done.number("sessions_ended")).isEqualTo(2);
    assertThat(instance.admin().get(WHO).status()).isEqualTo(401);
    assertThat(mara.get(WHO).status()).isEqualTo(401);
    program.get(WHO).expect(200);
    assertThat(instance.fetch(agent, "KEY")).isEqualTo("value");
    Rest again = signedIn();
    again.get(WHO).expect(200);
    assertThat(sessionKeys(again)).containsExactly("1 retired", "2 active");
    Json entry =
        again.get("/api/v1/audit?action=ROTATE").expect(200).json().list("entries").getFirst();
    assertThat(entry.toString()).contains("session-mac").contains("user:admin");
    instance.restart();
    assertThat(new Rest(instance.server().rest(), null).get("/ready").status()).isEqualTo(200);
    again = signedIn();
    assertThat(sessionKeys(again)).containsExactly("1 retired", "2 active");
    again.call("POST", ROTATE, null).expect(200);
    assertThat(again.get(WHO).status()).isEqualTo(401);
    assertThat(signedIn().post("/api/v1/audit/verify", "{}").json().get("ok").tree())
        .isEqualTo(true);
  }

  @Test
  void only_administrators_may() {
    for (String role : RoleTable.ROLES.subList(1, 5)) {
      String token = instance.user("a-" + role);
      instance.bind("user:a-" + role, role, "everywhere");
      assertThat(instance.stranger().as(token).call("POST", ROTATE, null).code())
          .as(role)
          .isEqualTo("access_denied");
    }
    instance.bind("user:mara", "admin", "default");
    assertThat(mara.call("POST", ROTATE, null).code()).isEqualTo("access_denied");
    assertThat(instance.stranger().as(agent).call("POST", ROTATE, null).code())
        .isEqualTo("wrong_plane");
    instance.admin().get(WHO).expect(200);
    program.call("POST", ROTATE, null).expect(200);
  }
}
