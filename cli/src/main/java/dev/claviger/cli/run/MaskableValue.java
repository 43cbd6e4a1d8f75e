package dev.claviger.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Which values can be told apart from ordinary output.
final class MaskableValue {
  static final int MIN_BYTES = 4;
  static final int MAX_ORDINARY_DIGITS = 5;

  private static final Set<String> ORDINARY_WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "none");

  private MaskableValue() {}

  /// False for what output is full of: short texts, small numbers, and words such as `true`.
  static boolean isMaskable(byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1).strip();
    return text.length() >= MIN_BYTES
        && !(text.length() <= MAX_ORDINARY_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9'))
        && !ORDINARY_WORDS.contains(text.toLowerCase(Locale.ROOT));
  }
}
