package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// New values by rule: how they are written, and from how many random bytes.
final class GeneratedValue {
  /// 32 random bytes, safe in URLs (S9).
  static final String DEFAULT = "token:32";

  private static final int MIN_BYTES = 16;
  private static final int MAX_BYTES = 1_024;
  private static final Pattern RULE = Pattern.compile("(hex|base64|token):([0-9]{2,4})");

  private GeneratedValue() {}

  /// A value by a rule such as `hex:32`; the caller closes it.
  static SecretValue of(String rule, SecureRandom random) {
    Matcher matcher = RULE.matcher(rule);
    int length = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    if (length < MIN_BYTES || length > MAX_BYTES) {
      throw new InvalidInput(
          "generate", "must be hex:N, base64:N or token:N with N from 16 to 1024 random bytes");
    }
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] text =
        switch (matcher.group(1)) {
          case "hex" -> hex(bytes);
          case "base64" -> Base64.getEncoder().encode(bytes);
          default -> Base64.getUrlEncoder().withoutPadding().encode(bytes);
        };
    try {
      return SecretValue.copyOf(text);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  private static byte[] hex(byte[] bytes) {
    byte[] digits = "0123456789abcdef".getBytes(US_ASCII);
    byte[] text = new byte[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = digits[(bytes[i] >> 4) & 0xf];
      text[2 * i + 1] = digits[bytes[i] & 0xf];
    }
    return text;
  }
}
