package dev.claviger.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// I7.
class MaskTest {
  @ParameterizedTest
  @CsvSource({
    "a, ***",
    "0123456789, ***",
    "01234567890, 012...890",
    "01234567890123456789, 012...789",
    "012345678901234567890, 0123456789...890",
    "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑, 🔑🔑🔑...🔑🔑🔑"
  })
  void shows_by_length_in_code_points(String text, String mask) {
    assertThat(mask(text.getBytes(UTF_8), MaskStyle.LENGTH)).isEqualTo(mask);
  }

  @Test
  void an_empty_value_is_hidden() {
    assertThat(mask(new byte[0], MaskStyle.LENGTH)).isEqualTo("***");
  }

  @Test
  void bytes_that_are_no_text_are_hidden() {
    byte[] binary = new byte[40];
    binary[7] = (byte) 0xff;
    assertThat(mask(binary, MaskStyle.LENGTH)).isEqualTo("***");
  }

  @Test
  void the_style_none_shows_nothing() {
    assertThat(mask("0123456789012345678901234567890".getBytes(UTF_8), MaskStyle.NONE))
        .isEqualTo("***");
  }

  private static String mask(byte[] bytes, MaskStyle style) {
    try (SecretValue value = SecretValue.copyOf(bytes)) {
      return Mask.of(value, style);
    }
  }
}
