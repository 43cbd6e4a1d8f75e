package dev.claviger.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.Arrays;

/// JSON strings as bytes, so that a secret is never a `String` and leaves no copy behind.
final class JsonText {
  private static final int CHUNK = 1024;
  private static final int HEX = 16;
  private static final int ESCAPED_UNIT = 4;

  private JsonText() {}

  /// Whether `bytes` are UTF-8 and nothing else.
  static boolean isUtf8(byte[] bytes) {
    var decoder = UTF_8.newDecoder();
    var input = ByteBuffer.wrap(bytes);
    char[] chunk = new char[CHUNK];
    var output = CharBuffer.wrap(chunk);
    try {
      CoderResult result;
      do {
        result = decoder.decode(input, output.clear(), true);
      } while (result.isOverflow());
      return result.isUnderflow();
    } finally {
      Arrays.fill(chunk, '\0');
    }
  }

  /// The string that begins with the quote at `start` of a body that is well-formed up to there.
  ///
  /// @throws InvalidInput if it does not end, or holds half of a surrogate pair
  static SecretText secret(byte[] json, int start, String field) {
    int end = end(json, start + 1, field);
    byte[] text = new byte[end - start - 1]; // unescaping never makes it longer
    int length = 0;
    int from = start + 1;
    try {
      while (from < end) {
        if (json[from] != '\\') {
          text[length++] = json[from++];
        } else if (json[from + 1] != 'u') {
          text[length++] = plain(json[from + 1], field);
          from += 2;
        } else {
          int point = point(json, from, field);
          from += Character.isSupplementaryCodePoint(point) ? 12 : 6;
          length = encode(point, text, length);
        }
      }
      return new SecretText(Arrays.copyOf(text, length));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static int end(byte[] json, int from, String field) {
    int at = from;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    if (at >= json.length) {
      throw new InvalidInput(field, "has no end");
    }
    return at;
  }

  private static byte plain(byte escape, String field) {
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new InvalidInput(field, "has an unknown escape");
    };
  }

  /// The code point of the escape at `at`, taken together with a second half behind it.
  private static int point(byte[] json, int at, String field) {
    char first = unit(json, at, field);
    if (!Character.isSurrogate(first)) {
      return first;
    }
    char second = unit(json, at + 6, field);
    if (!Character.isSurrogatePair(first, second)) {
      throw new InvalidInput(field, "has half of a surrogate pair");
    }
    return Character.toCodePoint(first, second);
  }

  private static char unit(byte[] json, int at, String field) {
    if (at + 6 > json.length || json[at] != '\\' || json[at + 1] != 'u') {
      throw new InvalidInput(field, "has half of a surrogate pair");
    }
    int unit = 0;
    for (int i = 0; i < ESCAPED_UNIT; i++) {
      int digit = Character.digit(json[at + 2 + i], HEX);
      if (digit < 0) {
        throw new InvalidInput(field, "has an unknown escape");
      }
      unit = unit * HEX + digit;
    }
    return (char) unit;
  }

  private static int encode(int point, byte[] text, int length) {
    byte[] utf8 = Character.toString(point).getBytes(UTF_8);
    System.arraycopy(utf8, 0, text, length, utf8.length);
    Arrays.fill(utf8, (byte) 0);
    return length + utf8.length;
  }
}
