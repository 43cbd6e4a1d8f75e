package dev.claviger.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The pages in the repository are those that the list of settings makes. To write them anew:
/// `mvn -pl server -am test -Dtest=SettingsPagesTest -Dclaviger.write-pages=true`.
class SettingsPagesTest {
  private static final Path ROOT = Path.of(System.getProperty("claviger.root", ".."));
  private static final boolean WRITE = Boolean.getBoolean("claviger.write-pages");

  @Test
  void the_reference_is_up_to_date() throws IOException {
    compare(ROOT.resolve("docs/settings.md"), SettingsPages.reference());
  }

  @Test
  void the_example_is_up_to_date() throws IOException {
    compare(ROOT.resolve(".env.example"), SettingsPages.example());
  }

  @Test
  void the_example_changes_nothing_as_it_stands() {
    assertThat(Dotenv.parse(".env", SettingsPages.example())).isEmpty();
  }

  private static void compare(Path file, String page) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, page);
    }
    assertThat(file).hasContent(page);
  }
}
