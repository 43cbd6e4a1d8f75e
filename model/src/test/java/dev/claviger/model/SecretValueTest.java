package dev.claviger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.TooLarge;
import org.junit.jupiter.api.Test;

class SecretValueTest {
  @Test
  void holds_at_most_one_mebibyte() {
    SecretValue.copyOf(new byte[SecretValue.MAX_BYTES]).close();
    assertThatThrownBy(() -> SecretValue.copyOf(new byte[SecretValue.MAX_BYTES + 1]))
        .isInstanceOf(TooLarge.class);
  }

  @Test
  void is_zeros_once_closed() {
    SecretValue value = SecretValue.copyOf(new byte[] {1, 2, 3});
    value.close();
    value.lend(bytes -> assertThat(bytes).containsOnly(0));
  }

  @Test
  void does_not_print_itself() {
    assertThat(SecretValue.copyOf("hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasToString("SecretValue[redacted]");
  }
}
