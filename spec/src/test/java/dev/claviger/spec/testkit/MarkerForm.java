package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// A form in which a value can be left behind.
public enum MarkerForm {
  PLAIN,
  /// Base64 of a text in which the value begins at a multiple of three bytes.
  BASE64,
  /// One byte later.
  BASE64_AFTER_1,
  /// Two bytes later.
  BASE64_AFTER_2,
  HEX_LOWER,
  HEX_UPPER,
  /// With percent signs, and with plus signs for blanks or without.
  URL,
  /// With backslashes, however many characters are escaped.
  JSON;

  /// The bytes to look for in what is searched; none where what is searched has to be decoded.
  List<byte[]> needles(byte[] value) {
    return switch (this) {
      case PLAIN -> List.of(value);
      case BASE64 -> base64(value, 0);
      case BASE64_AFTER_1 -> base64(value, 1);
      case BASE64_AFTER_2 -> base64(value, 2);
      case HEX_LOWER -> List.of(ascii(HexFormat.of().formatHex(value)));
      case HEX_UPPER -> List.of(ascii(HexFormat.of().formatHex(value).toUpperCase(Locale.ROOT)));
      case URL, JSON -> List.of();
    };
  }

  /// The characters that depend on the value alone, in both alphabets.
  private static List<byte[]> base64(byte[] value, int before) {
    byte[] shifted = new byte[before + value.length];
    System.arraycopy(value, 0, shifted, before, value.length);
    int from = (before * 8 + 5) / 6;
    int to = shifted.length * 8 / 6;
    var needles = new ArrayList<byte[]>();
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      needles.add(Arrays.copyOfRange(encoder.encode(shifted), from, to));
    }
    return needles;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /// `length` bytes of `text` without percent signs.
  static byte[] withoutPercents(byte[] text, int length, boolean plusIsBlank) {
    var decoded = new ByteArrayOutputStream(length);
    for (int i = 0; i < length; i++) {
      if (text[i] == '%' && i + 2 < length && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
        decoded.write((digit(text[i + 1]) << 4) | digit(text[i + 2]));
        i += 2;
      } else {
        decoded.write(plusIsBlank && text[i] == '+' ? ' ' : text[i]);
      }
    }
    return decoded.toByteArray();
  }

  /// `length` bytes of `text` without the backslashes of JSON.
  static byte[] withoutBackslashes(byte[] text, int length) {
    var decoded = new ByteArrayOutputStream(length);
    for (int i = 0; i < length; i++) {
      if (text[i] != '\\' || i + 1 == length) {
        decoded.write(text[i]);
      } else if (text[i + 1] == 'u' && unit(text, i, length) >= 0) {
        int unit = unit(text, i, length);
        i += 5;
        if (Character.isHighSurrogate((char) unit) && unit(text, i + 1, length) >= 0) {
          unit = Character.toCodePoint((char) unit, (char) unit(text, i + 1, length));
          i += 6;
        }
        decoded.writeBytes(Character.toString(unit).getBytes(UTF_8));
      } else {
        decoded.write(unescaped(text[i + 1]));
        i++;
      }
    }
    return decoded.toByteArray();
  }

  /// The number of a backslash, a `u` and four digits at `from`; negative if they are not there.
  private static int unit(byte[] text, int from, int length) {
    if (from + 6 > length || text[from] != '\\' || text[from + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = from + 2; i < from + 6; i++) {
      unit = (unit << 4) | digit(text[i]); // stays negative once a digit is
    }
    return unit;
  }

  private static byte unescaped(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  private static int digit(byte one) {
    return Character.digit(one, 16);
  }
}
