package dev.claviger.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingASessionTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void nobody_has_signed_in() {
    scene = new Scene(folder);
  }

  String token() throws IOException {
    try (Session session = Session.open(scene.surroundings())) {
      return session
          .credentials()
          .token()
          .reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    }
  }

  void mara_has_signed_in() throws IOException {
    new CredentialsFile(scene.surroundings()).store(KeepingCredentialsTest.credentials(null));
  }

  @Test
  void without_a_credential_there_is_none() {
    assertThatThrownBy(() -> Session.open(scene.surroundings()))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("you are not signed in");
  }

  @Test
  void takes_what_login_stored() throws IOException {
    mara_has_signed_in();
    assertThat(token()).isEqualTo("clv_usr_token");
  }

  @Test
  void a_variable_wins() throws IOException {
    mara_has_signed_in();
    scene.with("CLAVIGER_TOKEN", " clv_agt_other\n");
    assertThat(token()).isEqualTo("clv_agt_other");
  }

  @Test
  void a_file_wins_over_its_variable_unless_it_is_missing() throws IOException {
    scene.with("CLAVIGER_SERVER", server.address());
    scene.with("CLAVIGER_TOKEN", "clv_agt_variable").with("CLAVIGER_TOKEN_FILE", "token");
    assertThat(token()).isEqualTo("clv_agt_variable");
    Files.writeString(folder.resolve("token"), "\n clv_agt_file \n");
    assertThat(token()).isEqualTo("clv_agt_file");
  }

  @Test
  void a_stored_token_goes_to_no_other_server() throws IOException {
    mara_has_signed_in();
    scene.with("CLAVIGER_SERVER", server.address());
    assertThatThrownBy(() -> Session.open(scene.surroundings()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("not signed in at " + server.address());
    assertThat(server.received()).isEmpty();
  }

  @Test
  void either_listener_tells_where_both_are() throws IOException {
    server.answers(
        "GET /api/v1/server",
        200,
        "{\"state\":\"ready\",\"rest\":\""
            + server.address()
            + "\",\"grpc\":\"http://127.0.0.1:8421\"}");
    scene.with("CLAVIGER_SERVER", server.address()).with("CLAVIGER_TOKEN", "clv_agt_x");
    try (Session session = Session.open(scene.surroundings())) {
      assertThat(session.credentials().grpc()).hasToString("http://127.0.0.1:8421");
    }
    assertThat(server.last().authorization()).isEmpty();
  }

  @Test
  void a_token_with_blanks_inside_is_none() {
    scene.with("CLAVIGER_SERVER", server.address()).with("CLAVIGER_TOKEN", "clv_agt x");
    assertThatThrownBy(() -> Session.open(scene.surroundings()))
        .hasMessage("CLAVIGER_TOKEN holds no token");
  }

  @Test
  void plain_text_to_another_machine_is_refused() {
    scene.with("CLAVIGER_SERVER", "http://claviger.example:8420").with("CLAVIGER_TOKEN", "clv_x");
    assertThatThrownBy(() -> Session.open(scene.surroundings())).hasMessageContaining("https://");
  }
}
