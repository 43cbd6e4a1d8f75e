package dev.claviger.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletingSecretsTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void one_secret() {
    scene =
        new Scene(folder)
            .with("CLAVIGER_SERVER", server.address())
            .with("CLAVIGER_TOKEN", "clv_usr_token");
    server.answers("DELETE /api/v1/spaces/shop/secrets/KEY", 204, "");
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  @Test
  void asks_first() {
    scene.withPerson("n");
    assertThat(run("secret", "delete", "shop/qa", "KEY")).isEqualTo(ExitCodes.FAILED);
    assertThat(scene.questions()).containsExactly("Delete KEY in shop/qa? [y/N] ");
    assertThat(server.received()).noneMatch(each -> each.call().startsWith("DELETE"));
  }

  @Test
  void needs_yes_where_nobody_can_be_asked() {
    assertThat(run("secret", "delete", "shop/qa", "KEY")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("--yes");
  }

  @Test
  void ignores_what_is_not_there_and_says_so() {
    assertThat(run("secret", "delete", "shop/qa", "KEY", "NOPE", "--yes")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo("deleted KEY\n");
    assertThat(scene.stderr()).isEqualTo("claviger: ignored: NOPE is not there\n");
  }

  @Test
  void is_strict_on_demand() {
    assertThat(run("secret", "delete", "shop/qa", "NOPE", "-y", "--strict"))
        .isEqualTo(ExitCodes.NOT_FOUND);
  }

  @Test
  void destroys_on_demand() {
    assertThat(run("secret", "delete", "shop/qa", "KEY", "-y", "--hard")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().call()).endsWith("?hard=true&environment=qa");
  }

  @Test
  void erasing_a_space_takes_its_name() {
    server.answers("DELETE /api/v1/spaces/shop", 204, "");
    scene.withPerson("shpo", "shop");
    assertThat(run("space", "delete", "shop", "--erase")).isEqualTo(ExitCodes.FAILED);
    assertThat(run("space", "delete", "shop", "--erase")).isEqualTo(ExitCodes.OK);
    assertThat(server.last().call()).endsWith("?erase=true&confirm=shop");
  }
}
