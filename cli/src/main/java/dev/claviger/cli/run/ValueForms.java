package dev.claviger.cli.run;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/// The forms in which programs print a value: as it is, line by line, and in base64, hex, URL,
/// JSON and shell encoding, each as its usual encoders write it.
final class ValueForms {
  private static final int MIN_LINE = 8; // shorter lines, such as `"a": 1,`, are ordinary output
  private static final int[] BASE64_LINES = {64, 76}; // of openssl and PEM; of `base64` and MIME
  private static final int MIN_PIECE = 8;
  private static final int PIECE = 24;
  private static final int MAX_IN_PIECES = 4 * 1024;
  private static final String UNRESERVED = "-._~"; // RFC 3986, besides letters and digits

  private final Set<ByteBuffer> forms = new LinkedHashSet<>();

  private ValueForms() {}

  /// All forms, without duplicates. Each is at least as long as the shortest maskable value.
  static Collection<byte[]> of(byte[] value) {
    var forms = new ValueForms();
    byte[] core = stripped(value);
    forms.add(core); // not with white space around it: a line end would be held back for it
    forms.addLines(value);
    forms.addBase64(value);
    forms.addBase64(core);
    forms.addHex(core);
    forms.addUrlEncoded(core);
    forms.addJson(core);
    forms.addShell(core);
    return forms.forms.stream().map(ByteBuffer::array).toList();
  }

  private void add(byte[] form) {
    if (form.length >= MaskableValue.MIN_BYTES) {
      forms.add(ByteBuffer.wrap(form));
    }
  }

  private void add(String form) {
    add(form.getBytes(StandardCharsets.UTF_8));
  }

  /// Loggers put something before each line, and some write `\r\n`.
  private void addLines(byte[] value) {
    String text = latin1(value).strip();
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.size() > 1) {
      add(text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
      add(text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      lines.stream()
          .filter(line -> line.length() >= MIN_LINE)
          .forEach(line -> add(line.getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /// Within longer text a value starts at one of three places of a base64 group. Only the
  /// characters that the value alone decides can be known; at its own start and end all are.
  private void addBase64(byte[] value) {
    String whole = Base64.getEncoder().encodeToString(value);
    addBase64Text(whole);
    addBase64Text(whole.replace("=", ""));
    for (int length : BASE64_LINES) {
      for (int start = 0; start + MIN_PIECE <= whole.length(); start += length) {
        addBase64Text(whole.substring(start, Math.min(start + length, whole.length())));
      }
    }
    for (int before = 0; before < 3; before++) {
      var shifted = new byte[before + value.length];
      System.arraycopy(value, 0, shifted, before, value.length);
      int first = (before * 8 + 5) / 6;
      int end = shifted.length * 8 / 6;
      String encoded = Base64.getEncoder().encodeToString(shifted);
      addBase64Text(encoded.substring(first, end));
      addPieces(encoded, first, end, 4);
      Arrays.fill(shifted, (byte) 0);
    }
  }

  private void addBase64Text(String text) {
    add(text);
    add(text.replace('+', '-').replace('/', '_'));
    add(text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"));
  }

  /// For encoders that break lines, each at another length and wherever the value stands in them.
  /// A line begins and ends between two groups of characters; overlapping pieces cover it, whatever
  /// its length, and become one replacement. Of long values no pieces are made: they would be too
  /// many.
  private void addPieces(String text, int first, int end, int group) {
    if (end - first > MAX_IN_PIECES) {
      return;
    }
    int start = (first + group - 1) / group * group; // of a whole group
    int stop = end / group * group;
    for (int at = start; at + PIECE <= stop; at += group) {
      add(text.substring(at, at + PIECE));
    }
    for (int length = MIN_PIECE; length < PIECE && length <= stop - start; length += group) {
      add(text.substring(start, start + length));
      add(text.substring(stop - length, stop));
    }
  }

  private void addHex(byte[] value) {
    String hex = HexFormat.of().formatHex(value);
    add(hex);
    add(hex.toUpperCase(Locale.ROOT));
    addPieces(hex, 0, hex.length(), 2);
  }

  private void addUrlEncoded(byte[] value) {
    List<IntPredicate> encoders = new ArrayList<>();
    encoders.add(c -> UNRESERVED.indexOf(c) >= 0);
    encoders.add(c -> (UNRESERVED + "/").indexOf(c) >= 0); // Python's quote
    encoders.add(c -> "-_.!~*'()".indexOf(c) >= 0); // encodeURIComponent
    encoders.add(c -> "-_.!~*'();/?:@&=+$,#".indexOf(c) >= 0); // encodeURI
    encoders.add(c -> "-_.*".indexOf(c) >= 0); // forms
    for (IntPredicate kept : encoders) {
      for (HexFormat hex : List.of(HexFormat.of().withUpperCase(), HexFormat.of())) {
        String encoded = urlEncoded(value, kept, hex);
        add(encoded);
        add(encoded.replace("%20", "+"));
      }
    }
  }

  private static String urlEncoded(byte[] value, IntPredicate kept, HexFormat hex) {
    var text = new StringBuilder();
    for (byte each : value) {
      int c = each & 0xFF;
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (alphanumeric || (c < 0x80 && kept.test(c))) {
        text.append((char) c);
      } else {
        text.append('%').append(hex.toHexDigits(each));
      }
    }
    return text.toString();
  }

  /// As `JSON.stringify`, Python, Go, PHP and Gson write it; bytes that are no text have no form.
  private void addJson(byte[] value) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return;
    }
    for (HexFormat hex : List.of(HexFormat.of(), HexFormat.of().withUpperCase())) {
      for (String escapedToo : List.of("", "<>&", "<>&'=")) {
        for (boolean ascii : new boolean[] {false, true}) {
          String escaped = json(text, escapedToo, ascii, hex);
          add(escaped);
          add(escaped.replace("/", "\\/"));
        }
      }
    }
  }

  private static String json(String text, String escapedToo, boolean ascii, HexFormat hex) {
    var json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> {
          if (c < ' ' || escapedToo.indexOf(c) >= 0 || (ascii && c > '~')) {
            json.append("\\u").append(hex.toHexDigits(c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.toString();
  }

  /// As shells show the commands that they run (`set -x`), and as bash's `printf %q`.
  private void addShell(byte[] value) {
    String text = latin1(value);
    addLatin1(text.replace("'", "'\\''"));
    addLatin1(text.replace("'", "'\"'\"'"));
    addLatin1(text.replaceAll("([^A-Za-z0-9_@%+=:./~#\\x80-\\xFF-])", "\\\\$1"));
  }

  private void addLatin1(String text) {
    add(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] stripped(byte[] value) {
    return latin1(value).strip().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
