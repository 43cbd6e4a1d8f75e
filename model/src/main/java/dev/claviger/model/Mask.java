package dev.claviger.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/// What is shown of a value that is not revealed (I7): up to 10 characters `***`; 11 to 20 the
/// first 3, `...` and the last 3; longer the first 10, `...` and the last 3. A character is a code
/// point. Bytes that are not UTF-8 are always `***`.
public final class Mask {
  /// Shows nothing, not even a length.
  public static final String HIDDEN = "***";

  private static final String GAP = "...";
  private static final int SHORT = 10;
  private static final int MEDIUM = 20;
  private static final int HEAD_OF_MEDIUM = 3;
  private static final int HEAD_OF_LONG = 10;
  private static final int TAIL = 3;

  private Mask() {}

  /// The mask of `value` in `style`. Only the shown characters become a `String`.
  public static String of(SecretValue value, MaskStyle style) {
    return switch (style) {
      case NONE -> HIDDEN;
      case LENGTH -> value.reveal(Mask::byLength);
    };
  }

  private static String byLength(byte[] bytes) {
    CharBuffer text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException _) {
      return HIDDEN;
    }
    char[] characters = text.array();
    try {
      return shown(characters, text.length());
    } finally {
      Arrays.fill(characters, '\0');
    }
  }

  private static String shown(char[] text, int length) {
    int points = Character.codePointCount(text, 0, length);
    if (points <= SHORT) {
      return HIDDEN;
    }
    int head = points <= MEDIUM ? HEAD_OF_MEDIUM : HEAD_OF_LONG;
    int headEnd = Character.offsetByCodePoints(text, 0, length, 0, head);
    int tailStart = Character.offsetByCodePoints(text, 0, length, length, -TAIL);
    return new String(text, 0, headEnd) + GAP + new String(text, tailStart, length - tailStart);
  }
}
