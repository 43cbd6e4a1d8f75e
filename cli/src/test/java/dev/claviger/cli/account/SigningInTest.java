package dev.claviger.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.session.CredentialsFile;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningInTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void a_server_that_knows_mara() {
    scene = new Scene(folder).with("CLAVIGER_SERVER", server.address());
    server.answers(
        "POST /api/v1/sessions",
        201,
        """
        {"token":"clv_usr_given","principal":"user:mara","expires_at":"2026-11-25T21:41:00Z"}
        """);
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  String stored() throws IOException {
    return Files.readString(new CredentialsFile(scene.surroundings()).path());
  }

  @Test
  void asks_for_name_and_password() throws IOException {
    scene.withPerson("mara", "correct horse");
    assertThat(run("login")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().body())
        .isEqualTo("{\"user\":\"mara\",\"password\":\"correct horse\"}");
    assertThat(scene.stderr())
        .isEqualTo("claviger: signed in as user:mara at " + server.address() + "\n");
    assertThat(stored()).contains("clv_usr_given").contains(server.address());
  }

  @Test
  void says_that_the_password_is_wrong_and_what_to_do() throws IOException {
    server.answers(
        "POST /api/v1/sessions", 401, "{\"code\":\"unauthenticated\",\"detail\":\"no\"}");
    scene.withInput("wrong horse\n");
    assertThat(run("login", "--user", "mara", "--password-file", "-"))
        .isEqualTo(ExitCodes.SIGNED_OUT);
    assertThat(scene.stderr())
        .contains("the user or the password is wrong")
        .contains("claviger user password NAME")
        .doesNotContain("horse");
    Files.writeString(folder.resolve("first"), "clv_usr_first\n");
    scene.withInput("a new password\n");
    assertThat(run("login", "--first-token", "first", "--password-file", "-"))
        .isEqualTo(ExitCodes.SIGNED_OUT);
    assertThat(scene.stderr()).contains("claviger server reset-admin").doesNotContain("clv_");
  }

  @Test
  void takes_the_password_from_standard_input_without_its_line_break() {
    scene.withInput("correct horse \n");
    assertThat(run("login", "--user", "mara", "--password-file", "-")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().body()).contains("\"password\":\"correct horse \"");
    assertThat(scene.stdout() + scene.stderr()).doesNotContain("clv_");
  }

  @Test
  void a_first_token_sets_the_password_which_is_asked_for_twice() throws IOException {
    Files.writeString(folder.resolve("first"), "clv_usr_first\n");
    scene.withPerson("one password", "another", "one password", "one password");
    assertThat(run("login", "--first-token", "first")).isEqualTo(ExitCodes.FAILED);
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("POST"));
    assertThat(run("login", "--first-token", "first")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().body())
        .isEqualTo("{\"first_token\":\"clv_usr_first\",\"password\":\"one password\"}");
    assertThat(folder.resolve("first")).exists();
  }

  @Test
  void a_token_in_a_file_is_only_read() throws IOException {
    Files.writeString(folder.resolve("token"), "clv_api_mine\n");
    server.answers(
        "GET /api/v1/sessions/current",
        200,
        "{\"principal\":\"user:mara\",\"scope\":\"shop/production\"}");
    assertThat(run("login", "--token-file", "token")).isEqualTo(ExitCodes.OK);
    assertThat(stored()).contains("clv_api_mine").contains("shop/production");
    assertThat(folder.resolve("token")).hasContent("clv_api_mine\n");
  }

  @Test
  void names_the_option_where_nobody_can_be_asked() {
    assertThat(run("login")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("--user NAME");
    assertThat(run("login", "--user", "mara")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("--password-file FILE");
  }

  @Test
  void signing_out_ends_the_session_there_and_here() throws IOException {
    scene.withPerson("mara", "correct horse");
    assertThat(run("login")).isEqualTo(ExitCodes.OK);
    server.answers("DELETE /api/v1/sessions/current", 204, "");
    assertThat(run("logout")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().authorization()).isEqualTo("Bearer clv_usr_given");
    assertThat(new CredentialsFile(scene.surroundings()).load()).isEmpty();
  }
}
