package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Arrays;

/// The digits `0-9 A-Z a-z`: a token in them survives a double click, a URL and a shell.
final class Base62 {
  private static final byte[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);
  private static final int SIX_BITS = 0x3f;

  private Base62() {}

  static boolean isDigit(byte letter) {
    return (letter >= '0' && letter <= '9')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= 'a' && letter <= 'z');
  }

  /// Fills `to` from `from` on with `length` random digits, each equally likely.
  static void fill(byte[] to, int from, int length, SecureRandom random) {
    byte[] drawn = new byte[length];
    int filled = 0;
    while (filled < length) {
      random.nextBytes(drawn);
      for (int i = 0; i < length && filled < length; i++) {
        int digit = drawn[i] & SIX_BITS;
        if (digit < DIGITS.length) { // 62 and 63 are drawn again, else two digits came more often
          to[from + filled++] = DIGITS[digit];
        }
      }
    }
    Arrays.fill(drawn, (byte) 0);
  }

  /// Writes `number` with leading zeros into `length` digits of `to`.
  static void put(byte[] to, int from, int length, long number) {
    long rest = number;
    for (int i = from + length - 1; i >= from; i--) {
      to[i] = DIGITS[(int) (rest % DIGITS.length)];
      rest /= DIGITS.length;
    }
  }
}
