package dev.claviger.cli.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivingAccessTest {
  private static final String ROLE =
      "{\"name\":\"two-keys\",\"built_in\":false,\"rules\":[{\"apiGroups\":[\"space\"],"
          + "\"resources\":[\"secret\"],\"verbs\":[\"get\"],\"resourceNames\":[\"A\",\"B\"]}],"
          + "\"permissions\":[\"space.secret.get\"]}";

  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void a_server() {
    scene =
        new Scene(folder)
            .with("CLAVIGER_SERVER", server.address())
            .with("CLAVIGER_TOKEN", "clv_usr_token");
    server.answers("POST /api/v1/roles", 201, ROLE);
    server.answers("PUT /api/v1/roles/two-keys", 200, ROLE);
    server.answers("GET /api/v1/roles/two-keys", 200, ROLE);
    server.answers("DELETE /api/v1/roles/two-keys", 204, "");
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  String sent() {
    return server.received().getLast().body();
  }

  @Test
  void rights_become_a_rule_for_each_kind_of_thing() {
    assertThat(
            run(
                "role",
                "create",
                "two-keys",
                "--description",
                "for billing",
                "--allow",
                "space.secret.get, space.secret.list,audit.read"))
        .isEqualTo(ExitCodes.OK);
    assertThat(sent())
        .isEqualTo(
            "{\"name\":\"two-keys\",\"description\":\"for billing\",\"rules\":["
                + "{\"apiGroups\":[\"*\"],\"resources\":[\"secret\"],\"verbs\":[\"get\",\"list\"]},"
                + "{\"apiGroups\":[\"*\"],\"resources\":[\"audit\"],\"verbs\":[\"read\"]}]}");
    assertThat(scene.stdout()).isEqualTo("role two-keys: 1 right\n");
  }

  @Test
  void only_limits_them_to_names() {
    assertThat(run("role", "create", "two-keys", "--allow", "space.secret.get", "--only", "A,B"))
        .isEqualTo(ExitCodes.OK);
    assertThat(sent()).contains("\"verbs\":[\"get\"],\"resourceNames\":[\"A\",\"B\"]}");
  }

  @Test
  void what_show_prints_can_be_given_back() throws IOException {
    assertThat(run("role", "show", "two-keys", "-o", "json")).isEqualTo(ExitCodes.OK);
    Files.writeString(folder.resolve("role.json"), scene.stdout());
    assertThat(run("role", "update", "two-keys", "--rules", "role.json")).isEqualTo(ExitCodes.OK);
    assertThat(sent())
        .isEqualTo(
            "{\"rules\":[{\"apiGroups\":[\"space\"],\"resources\":[\"secret\"],"
                + "\"verbs\":[\"get\"],\"resourceNames\":[\"A\",\"B\"]}]}");
  }

  @Test
  void a_person_is_shown_a_table() {
    scene.onTerminal();
    assertThat(run("role", "show", "two-keys")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout())
        .isEqualTo(
            """
            GROUPS  RESOURCES  VERBS  NAMES
            space   secret     get    A, B
            """);
  }

  @Test
  void deleting_asks_first() {
    scene.withPerson("n");
    assertThat(run("role", "delete", "two-keys")).isEqualTo(ExitCodes.FAILED);
    assertThat(scene.questions()).containsExactly("Delete the role two-keys? [y/N] ");
    assertThat(run("role", "delete", "two-keys", "--yes")).isEqualTo(ExitCodes.OK);
  }

  @Test
  void what_makes_no_sense_is_not_sent() throws IOException {
    Files.writeString(folder.resolve("bad.json"), "{");
    Files.writeString(folder.resolve("other.json"), "{\"a\":1}");
    for (String[] options :
        new String[][] {
          {},
          {"--allow", "x", "--rules", "role.json"},
          {"--allow", "list"},
          {"--allow", "a.b,,c.d"},
          {"--rules", "bad.json"},
          {"--rules", "other.json"},
          {"--rules", "other.json", "--only", "A"}
        }) {
      String[] all = new String[3 + options.length];
      System.arraycopy(new String[] {"role", "create", "bad"}, 0, all, 0, 3);
      System.arraycopy(options, 0, all, 3, options.length);
      assertThat(run(all)).as(String.join(" ", all)).isEqualTo(ExitCodes.USAGE);
    }
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("POST"));
  }

  @Test
  void a_binding_and_an_agent_can_be_limited_too() {
    server.answers("POST /api/v1/bindings", 201, "{\"id\":\"1\",\"principal\":\"user:mara\"}");
    assertThat(run("binding", "create", "user:mara", "viewer", "shop", "--only", "A,B"))
        .isEqualTo(ExitCodes.OK);
    assertThat(sent())
        .isEqualTo(
            "{\"principal\":\"user:mara\",\"role\":\"viewer\",\"where\":\"shop\","
                + "\"only\":[\"A\",\"B\"]}");
    server.answers("POST /api/v1/agents", 201, "{\"token\":\"clv_agt_x\"}");
    assertThat(run("agent", "create", "ci", "shop/qa", "--only", "A")).isEqualTo(ExitCodes.OK);
    assertThat(sent()).isEqualTo("{\"name\":\"ci\",\"scope\":\"shop/qa\",\"only\":[\"A\"]}");
  }

  @Test
  void access_is_shown_of_oneself_or_of_somebody() {
    server.answers("GET /api/v1/sessions/current", 200, "{\"principal\":\"user:mara\"}");
    String rights =
        "{\"permissions\":[{\"permission\":\"space.secret.get\",\"where\":\"shop/qa\","
            + "\"role\":\"two-keys\",\"only\":[\"A\",\"B\"]}]}";
    server.answers("GET /api/v1/principals/user:mara/permissions", 200, rights);
    server.answers("GET /api/v1/principals/agent:ci/permissions", 200, rights);
    scene.onTerminal();
    assertThat(run("access", "show")).isEqualTo(ExitCodes.OK);
    String shown =
        """
        WHERE    RIGHT             ONLY  BY ROLE
        shop/qa  space.secret.get  A, B  two-keys
        """;
    assertThat(scene.stdout()).isEqualTo(shown);
    assertThat(run("access", "show", "agent:ci")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo(shown + shown);
  }

  @Test
  void the_session_key_is_rotated_after_a_question() {
    server.answers(
        "POST /api/v1/keys/session-mac/rotate", 200, "{\"generation\":2,\"sessions_ended\":5}");
    scene.withPerson("n");
    assertThat(run("key", "rotate", "session")).isEqualTo(ExitCodes.FAILED);
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("POST"));
    assertThat(run("key", "rotate", "planet", "--yes")).isEqualTo(ExitCodes.USAGE);
    assertThat(run("key", "rotate", "session", "--yes")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo("session key generation 2, sessions ended: 5\n");
  }

  @Test
  void a_rotated_token_is_printed_alone() {
    server.answers(
        "POST /api/v1/tokens/abc/rotate",
        201,
        "{\"id\":\"def\",\"token\":\"clv_agt_new\",\"former_works_until\":\"2026-12-02T12:00:00Z\"}");
    assertThat(run("token", "rotate", "abc", "--grace", "1h")).isEqualTo(ExitCodes.OK);
    assertThat(sent()).isEqualTo("{\"grace\":\"1h\"}");
    assertThat(scene.stdout()).isEqualTo("clv_agt_new\n");
    assertThat(scene.stderr()).contains("def", "abc", "2026-12-02");
  }
}
