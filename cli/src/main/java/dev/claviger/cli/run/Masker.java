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

  private final Supplier<MaskPatterns> patterns;
  private byte[] held = {};
  private int replaced; // so many bytes of `held` belong to a replacement that is already printed

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
    int printed = replaced;
    int at = 0;
    for (; at < text.length; at++) {
      int length = known.at(text, at, text.length, last);
      if (length == MaskPatterns.OPEN) {
        break;
      }
      if (length != MaskPatterns.NONE) {
        if (at >= printed) {
          printable.write(text, printed, at - printed);
          printable.writeBytes(REPLACEMENT);
        }
        printed = Math.max(printed, at + length);
      }
    }
    if (printed < at) {
      printable.write(text, printed, at - printed);
      printed = at;
    }
    held = Arrays.copyOfRange(text, at, text.length);
    replaced = printed - at;
    return printable.toByteArray();
  }
}
