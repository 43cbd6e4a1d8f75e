package dev.claviger.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileSettingsFuzzTest {
  @FuzzTest(maxDuration = "1m")
  void a_file_of_settings(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      assertThat(Dotenv.parse(".env", text)).isNotNull();
    } catch (SettingsProblem refused) {
      if (text.length() >= 24) {
        assertThat(String.valueOf(refused.getMessage())).doesNotContain(text);
      }
    }
  }
}
