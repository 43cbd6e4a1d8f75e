package dev.claviger.cli.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads JSON as RFC 8259 defines it.
public final class JsonReader {
  /// How deep values may nest.
  public static final int MAX_DEPTH = 32;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /// Text that is not JSON.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private Malformed(int position) {
      super("not JSON at character " + position);
    }
  }

  /// Reads one value.
  ///
  /// @param bytes UTF-8
  /// @throws Malformed if they are not one JSON value, or nest deeper than [#MAX_DEPTH]
  public static Json read(byte[] bytes) throws Malformed {
    var reader = new JsonReader(new String(bytes, StandardCharsets.UTF_8));
    Json value = reader.value(0);
    reader.space();
    if (reader.position != reader.text.length()) {
      throw reader.malformed();
    }
    return value;
  }

  private Json value(int depth) throws Malformed {
    if (depth > MAX_DEPTH) {
      throw malformed();
    }
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> new Json.Text(string());
      default -> literal();
    };
  }

  private Json object(int depth) throws Malformed {
    Map<String, Json> fields = new LinkedHashMap<>();
    expect('{');
    if (!taken('}')) {
      do {
        space();
        String name = string();
        expect(':');
        if (fields.put(name, value(depth + 1)) != null) {
          throw malformed();
        }
      } while (taken(','));
      expect('}');
    }
    return new Json.Fields(fields);
  }

  private Json array(int depth) throws Malformed {
    List<Json> elements = new ArrayList<>();
    expect('[');
    if (!taken(']')) {
      do {
        elements.add(value(depth + 1));
      } while (taken(','));
      expect(']');
    }
    return new Json.Items(elements);
  }

  private String string() throws Malformed {
    expect('"');
    int start = position;
    int end = text.indexOf('"', start);
    if (end < 0) {
      throw malformed();
    }
    String plain = text.substring(start, end);
    if (plain.indexOf('\\') < 0) {
      position = end + 1;
      return plain;
    }
    return stringWithEscapes();
  }

  private String stringWithEscapes() throws Malformed {
    var result = new StringBuilder();
    for (char next = take(); next != '"'; next = take()) {
      result.append(next == '\\' ? escaped() : next);
    }
    return result.toString();
  }

  private char escaped() throws Malformed {
    char kind = take();
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed();
    };
  }

  private char unicode() throws Malformed {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(take(), 16);
      if (digit < 0) {
        throw malformed();
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private Json literal() throws Malformed {
    int start = position;
    while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    String word = text.substring(start, position);
    return switch (word) {
      case "null" -> Json.nothing();
      case "true" -> new Json.Truth(true);
      case "false" -> new Json.Truth(false);
      default -> {
        if (!NUMBER.matcher(word).matches()) {
          throw malformed();
        }
        yield new Json.Numeral(word);
      }
    };
  }

  private void space() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean taken(char wanted) throws Malformed {
    space();
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char wanted) throws Malformed {
    if (!taken(wanted)) {
      throw malformed();
    }
  }

  private char peek() throws Malformed {
    if (position >= text.length()) {
      throw malformed();
    }
    return text.charAt(position);
  }

  private char take() throws Malformed {
    char next = peek();
    position++;
    return next;
  }

  private Malformed malformed() {
    return new Malformed(position);
  }
}
