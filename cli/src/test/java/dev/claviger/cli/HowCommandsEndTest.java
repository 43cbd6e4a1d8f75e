package dev.claviger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HowCommandsEndTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void someone_with_a_token() {
    scene =
        new Scene(folder)
            .with("CLAVIGER_SERVER", server.address())
            .with("CLAVIGER_TOKEN", "clv_usr_token");
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_input,     2",
    "401, unauthenticated,   4",
    "403, access_denied,     5",
    "403, wrong_plane,       5",
    "404, not_found,         3",
    "409, name_taken,        1",
    "412, changed_meanwhile, 7",
    "413, too_large,         2",
    "429, rate_limited,      1",
    "500, internal,          1",
    "503, sealed,            8",
    "503, audit_unavailable, 1",
  })
  void the_servers_code_decides(int status, String code, int exitCode) {
    server.answers(
        "GET /api/v1/spaces/shop",
        status,
        "{\"code\":\"" + code + "\",\"detail\":\"so it is\",\"request_id\":\"0123\"}");
    assertThat(run("space", "show", "shop")).isEqualTo(exitCode);
    assertThat(scene.stderr()).startsWith("claviger: so it is\n").endsWith("  request 0123\n");
    assertThat(scene.stdout()).isEmpty();
  }

  @Test
  void a_server_that_is_not_there_is_code_8() {
    server.close();
    assertThat(run("space", "list")).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(scene.stderr()).contains("did not answer");
  }

  @Test
  void an_answer_of_some_other_server_is_told_as_that() {
    server.answers("GET /api/v1/spaces", 200, "<html>");
    assertThat(run("space", "list")).isEqualTo(ExitCodes.FAILED);
    assertThat(scene.stderr()).contains("not JSON").doesNotContain("html");
  }

  @Test
  void what_a_terminal_would_obey_in_the_servers_words_is_shown_instead() {
    server.answers(
        "GET /api/v1/spaces",
        200,
        "{\"spaces\":[{\"name\":\"a\",\"description\":\"\\u001b[31mred\\u202e\"}]}");
    assertThat(run("space", "list", "-o", "table")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).contains("\\u001b[31mred\\u202e");
  }

  @Test
  void a_list_is_json_where_nobody_looks() {
    server.answers("GET /api/v1/spaces", 200, "{\"spaces\":[{\"name\":\"a\"}]}");
    assertThat(run("space", "list")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo("{\"spaces\":[{\"name\":\"a\"}]}\n");
  }

  @Test
  void a_broken_audit_log_is_code_9_and_names_the_entry() {
    server.answers(
        "POST /api/v1/audit/verify",
        200,
        """
        {"ok":false,"entries":9,"chains":1,"cuts":[],"milliseconds":1,
         "first_broken":{"node":"n1","boot":"b1","seq":7,"reason":"its link is another"}}
        """);
    assertThat(run("audit", "verify", "-o", "table")).isEqualTo(ExitCodes.WRONG);
    assertThat(scene.stdout()).contains("number 7 of node n1, boot b1: its link is another");
  }

  @Test
  void each_exit_code_is_explained() {
    int unused = run("help", "exit-codes");
    for (int code : new int[] {0, 1, 2, 3, 4, 5, 7, 8, 9, 78, 126, 127, 130}) {
      assertThat(scene.stdout()).containsPattern("(?m)^ *" + code + " ");
    }
  }
}
