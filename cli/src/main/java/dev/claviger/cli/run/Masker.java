package dev.claviger.cli.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

/// Replaces known values in one stream of bytes, wherever the stream is cut (I12).
///
/// Every byte that belongs to any occurrence is replaced; overlapping occurrences become one
/// replacement. Only an ending that may be the beginning of a value is held back, so that a line of
/// an interactive program appears at once. What is held is never longer than the longest form of a
/// value. For one thread.
final class Masker {
  private static final byte[] REPLACEMENT = "[SECRET_REDACTED]".getBytes(StandardCharsets.US_ASCII);

  /// Fewer than any value that is masked has.
  private static final int LITTLE = 2;

  private final Supplier<MaskPatterns> patterns;
  private byte[] held = {};
  private int shown; // so many bytes of `held` have been printed, as they are or replaced
  private int covered; // so many bytes of `held` belong to a replacement that has been printed

  /// @param patterns asked at each piece, since a rotation adds some
  Masker(Supplier<MaskPatterns> patterns) {
    this.patterns = patterns;
  }

  /// Takes the next piece and returns what can be printed now.
  byte[] next(byte[] piece, int length) {
    byte[] text = Arrays.copyOf(held, held.length + length);
    System.arraycopy(piece, 0, text, held.length, length);
    return masked(text, false);
  }

  /// Returns what was held back, since nothing follows.
  byte[] end() {
    return masked(held, true);
  }

  private byte[] masked(byte[] text, boolean last) {
    MaskPatterns known = patterns.get();
    var printable = new ByteArrayOutputStream(text.length);
    int printed = shown;
    int replaced = covered;
    int at = 0;
    for (; at < text.length; at++) {
      int length = known.at(text, at, text.length, last);
      if (length == MaskPatterns.OPEN) {
        break;
      }
      if (length != MaskPatterns.NONE) {
        if (at >= replaced) {
          printable.write(text, printed, Math.max(0, at - printed));
          printable.writeBytes(REPLACEMENT);
        }
        replaced = Math.max(replaced, at + length);
        printed = Math.max(printed, replaced);
      }
    }
    if (printed < at) {
      printable.write(text, printed, at - printed);
      printed = at;
    }
    held = Arrays.copyOfRange(text, at, text.length);
    shown = printed - at;
    covered = Math.max(0, replaced - at);
    return printable.toByteArray();
  }

  /// Whether so little is held that it may be shown: it tells almost nothing of a value, and a
  /// person who types wants to see each key.
  boolean holdsLittle() {
    return held.length <= LITTLE && shown < held.length;
  }

  /// Returns what is held if it is little, since nothing has followed for a while. It still counts
  /// as the beginning of a value.
  byte[] little() {
    if (!holdsLittle()) {
      return new byte[0];
    }
    byte[] little = Arrays.copyOfRange(held, shown, held.length);
    shown = held.length;
    return little;
  }
}
