package dev.claviger.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the JSON of an error answer: objects become maps, arrays lists, texts strings and all
/// else null.
///
/// A JSON library would cost more start-up time than the call that failed.
final class JsonReader {
  static final int MAX_DEPTH = 16;

  private static final Pattern LITERAL =
      Pattern.compile("null|true|false|-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /// @throws MalformedMessage if `text` is not one JSON value, or nests deeper than [#MAX_DEPTH]
  static @Nullable Object read(String text) throws MalformedMessage {
    var reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.space();
    if (reader.position != text.length()) {
      throw reader.malformed();
    }
    return value;
  }

  private @Nullable Object value(int depth) throws MalformedMessage {
    if (depth > MAX_DEPTH) {
      throw malformed();
    }
    space();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws MalformedMessage {
    var members = new HashMap<String, @Nullable Object>();
    expect('{');
    if (!taken('}')) {
      do {
        space();
        String name = string();
        expect(':');
        members.put(name, value(depth + 1));
      } while (taken(','));
      expect('}');
    }
    return members;
  }

  private List<@Nullable Object> array(int depth) throws MalformedMessage {
    var elements = new ArrayList<@Nullable Object>();
    expect('[');
    if (!taken(']')) {
      do {
        elements.add(value(depth + 1));
      } while (taken(','));
      expect(']');
    }
    return elements;
  }

  private String string() throws MalformedMessage {
    expect('"');
    var result = new StringBuilder();
    while (true) {
      char next = take();
      switch (next) {
        case '"' -> {
          return result.toString();
        }
        case '\\' -> result.append(escaped());
        default -> result.append(next);
      }
    }
  }

  private char escaped() throws MalformedMessage {
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

  private char unicode() throws MalformedMessage {
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

  private @Nullable Object literal() throws MalformedMessage {
    int start = position;
    while (position < text.length() && ",]} \t\r\n".indexOf(text.charAt(position)) < 0) {
      position++;
    }
    if (!LITERAL.matcher(text.substring(start, position)).matches()) {
      throw malformed();
    }
    return null;
  }

  private void space() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean taken(char wanted) throws MalformedMessage {
    space();
    if (peek() != wanted) {
      return false;
    }
    position++;
    return true;
  }

  private void expect(char wanted) throws MalformedMessage {
    if (!taken(wanted)) {
      throw malformed();
    }
  }

  private char peek() throws MalformedMessage {
    if (position >= text.length()) {
      throw malformed();
    }
    return text.charAt(position);
  }

  private char take() throws MalformedMessage {
    char next = peek();
    position++;
    return next;
  }

  private MalformedMessage malformed() {
    return new MalformedMessage("not JSON at character " + position);
  }
}
