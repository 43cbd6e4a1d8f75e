package dev.claviger.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileAnswerFuzzTest {
  private static final String MINUTE = "1m";

  @FuzzTest(maxDuration = MINUTE)
  void a_message(byte[] input) {
    try {
      SecretMessages.readSecret(input.clone()).close();
    } catch (MalformedMessage _) {
      // refused
    }
    try {
      assertThat(SecretMessages.readEvent(input.clone())).isNotNull();
    } catch (MalformedMessage _) {
      // refused
    }
    try {
      assertThat(SecretMessages.readSecrets(input.clone())).isNotNull();
    } catch (MalformedMessage _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void an_error_in_json(FuzzedDataProvider data) {
    try {
      Object read = JsonReader.read(data.consumeRemainingAsString());
      assertThat(String.valueOf(read)).isNotNull();
    } catch (MalformedMessage _) {
      // refused
    }
  }
}
