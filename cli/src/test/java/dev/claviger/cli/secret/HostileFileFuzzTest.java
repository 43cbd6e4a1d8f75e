package dev.claviger.cli.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.rest.JsonReader;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileFileFuzzTest {
  private static final String MINUTE = "1m";

  @FuzzTest(maxDuration = MINUTE)
  void a_file_of_values(byte[] input) {
    try (DotenvFile file = DotenvFile.parse("some.env", input.clone())) {
      assertThat(file).isNotNull();
    } catch (CommandFailure refused) {
      String text = new String(input, UTF_8);
      if (text.length() >= 24) {
        assertThat(String.valueOf(refused.getMessage())).doesNotContain(text);
      }
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void an_answer_of_the_server(byte[] input) {
    try {
      assertThat(JsonReader.read(input.clone())).isNotNull();
    } catch (JsonReader.Malformed _) {
      // refused
    }
  }
}
