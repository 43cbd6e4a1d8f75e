package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// The passwords that everybody tries first, from `well-known-passwords.txt`, and what people make
/// of them to satisfy a rule: `Password1Password1`, `Qwertyuiop-12345`, `Aa1!Aa1!Aa1!Aa1!`.
///
/// Case does not count. Working copies of the password are wiped.
final class WellKnownPasswords {
  private static final String RESOURCE = "well-known-passwords.txt";
  private static final int SHORT_PERIOD = 4;
  private static final List<int[]> WORDS = load();

  private WellKnownPasswords() {}

  /// Whether nothing is left but a well-known word, once or several times, after what stands
  /// around it is taken away.
  static boolean isOne(int[] password) {
    int[] whole = Arrays.stream(password).map(Character::toLowerCase).toArray();
    int[] letters = Arrays.stream(whole).filter(Character::isLetter).toArray();
    int[] core = trimmed(whole, Character::isLetter);
    int[] number = trimmed(whole, Character::isDigit);
    try {
      return hasShortPeriod(whole)
          || isWellKnown(whole)
          || isWellKnown(core)
          || isWellKnown(letters)
          // a few digits at one end say nothing: they must be most of the password
          || (number.length * 2 > whole.length && isWellKnown(number));
    } finally {
      for (int[] copy : List.of(whole, letters, core, number)) {
        Arrays.fill(copy, 0);
      }
    }
  }

  private static boolean hasShortPeriod(int[] text) {
    return IntStream.rangeClosed(1, SHORT_PERIOD).anyMatch(period -> repeats(text, text, period));
  }

  private static boolean isWellKnown(int[] text) {
    return WORDS.stream().anyMatch(word -> repeats(text, word, word.length));
  }

  /// Whether `text` is the first `length` of `word` again and again; the last time may be cut
  // short.
  private static boolean repeats(int[] text, int[] word, int length) {
    return text.length >= length
        && IntStream.range(0, text.length).allMatch(i -> text[i] == word[i % length]);
  }

  private static int[] trimmed(int[] text, IntPredicate kept) {
    int from = 0;
    int to = text.length;
    while (from < to && !kept.test(text[from])) {
      from++;
    }
    while (from < to && !kept.test(text[to - 1])) {
      to--;
    }
    return Arrays.copyOfRange(text, from, to);
  }

  private static List<int[]> load() {
    try (InputStream words =
        Objects.requireNonNull(WellKnownPasswords.class.getResourceAsStream(RESOURCE))) {
      return new String(words.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .map(line -> line.codePoints().map(Character::toLowerCase).toArray())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource of this jar", e);
    }
  }
}
