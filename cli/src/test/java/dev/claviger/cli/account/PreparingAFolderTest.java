package dev.claviger.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// S1: `.env` is ignored by git, `init` sees to it.
class PreparingAFolderTest {
  @TempDir Path folder;

  int init(String... scope) {
    String[] arguments = new String[scope.length + 1];
    arguments[0] = "init";
    System.arraycopy(scope, 0, arguments, 1, scope.length);
    return new Dispatcher(new Scene(folder).surroundings()).execute(arguments);
  }

  String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void writes_the_scope_and_hides_the_settings_from_git() throws IOException {
    assertThat(init("shop/staging")).isEqualTo(ExitCodes.OK);
    assertThat(file(".claviger.toml")).endsWith("\nscope = \"shop/staging\"\n");
    assertThat(file(".gitignore")).isEqualTo(".env\n");
  }

  @Test
  void does_it_once() throws IOException {
    assertThat(init()).isEqualTo(ExitCodes.OK);
    assertThat(init()).isEqualTo(ExitCodes.OK);
    assertThat(file(".gitignore")).isEqualTo(".env\n");
    assertThat(file(".claviger.toml")).endsWith("\nscope = \"default/development\"\n");
  }

  @Test
  void keeps_what_stands_there() throws IOException {
    Files.writeString(folder.resolve(".gitignore"), "target/");
    assertThat(init()).isEqualTo(ExitCodes.OK);
    assertThat(file(".gitignore")).isEqualTo("target/\n.env\n");
    assertThat(init("shop/staging")).isEqualTo(ExitCodes.FAILED);
    assertThat(file(".claviger.toml")).contains("default/development");
  }
}
