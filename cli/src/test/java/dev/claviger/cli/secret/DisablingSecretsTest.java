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

class DisablingSecretsTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void two_secrets() {
    scene =
        new Scene(folder)
            .with("CLAVIGER_SERVER", server.address())
            .with("CLAVIGER_TOKEN", "clv_usr_token");
    server.answers("PATCH /api/v1/spaces/shop/secrets/A", 200, "{}");
    server.answers("PATCH /api/v1/spaces/shop/secrets/B", 200, "{}");
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  @Test
  void disables_each() {
    assertThat(run("secret", "disable", "shop/qa", "A", "B")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo("disabled A\ndisabled B\n");
    assertThat(server.received())
        .filteredOn(each -> each.call().startsWith("PATCH"))
        .hasSize(2)
        .extracting(each -> each.body())
        .containsOnly("{\"disabled\":true}");
  }

  @Test
  void enables_again() {
    assertThat(run("secret", "enable", "shop/qa", "A")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).isEqualTo("enabled A\n");
    assertThat(server.received().getLast().body()).isEqualTo("{\"disabled\":false}");
  }

  @Test
  void says_which_one_is_not_there() {
    assertThat(run("secret", "disable", "shop/qa", "A", "C")).isEqualTo(ExitCodes.NOT_FOUND);
    assertThat(scene.stdout()).isEqualTo("disabled A\n");
  }
}
