package dev.claviger.model.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.claviger.model.SecretValue;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HidingAProcessTest {
  private static void setenv(String name, String value) {
    try (Arena arena = Arena.ofConfined()) {
      int result =
          CLibrary.call(
              "setenv", arena.allocateFrom(name).address(), arena.allocateFrom(value).address(), 1);
      assertThat(result).isZero();
    }
  }

  @Test
  void takes_values_out_of_the_environment() {
    setenv("CLAVIGER_TEST_SECRET", "a=b ü");
    setenv("CLAVIGER_TEST_OTHER", "stays");
    Map<String, SecretValue> taken = EnvironmentBlock.take("CLAVIGER_TEST_SECRET"::equals);
    assertThat(taken).containsOnlyKeys("CLAVIGER_TEST_SECRET");
    assertThat(text(taken, "CLAVIGER_TEST_SECRET")).isEqualTo("a=b ü");

    Map<String, SecretValue> again =
        EnvironmentBlock.take(name -> name.startsWith("CLAVIGER_TEST"));
    assertThat(text(again, "CLAVIGER_TEST_SECRET")).isEmpty();
    assertThat(text(again, "CLAVIGER_TEST_OTHER")).isEqualTo("stays");
  }

  private static String text(Map<String, SecretValue> taken, String name) {
    return Objects.requireNonNull(taken.get(name)).reveal(bytes -> new String(bytes, UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLAVIGER_MASTER_KEY", "claviger_token", "Claviger_Passphrase"})
  void knows_its_secrets_in_any_case(String name) {
    assertThat(ProcessShield.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH", "CLAVIGER_MASTER_KEY_FILE", "CLAVIGER_SCOPE", "TOKEN"})
  void leaves_the_rest_alone(String name) {
    assertThat(ProcessShield.isSecret(name)).isFalse();
  }

  @Test
  void raises_the_shield() {
    assumeTrue(CLibrary.has("prctl"), "Linux has it");
    try {
      assertThat(ProcessShield.raise()).isEmpty();
      assertThat(ProcessShield.isRaised()).isTrue();
    } finally {
      CLibrary.call("prctl", 4, 1); // the tests after this one are to be looked into
    }
    assertThat(ProcessShield.isRaised()).isFalse();
  }
}
