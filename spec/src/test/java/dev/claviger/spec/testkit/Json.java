package dev.claviger.spec.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A JSON document as the tests look at it.
public record Json(@Nullable Object tree) {
  private static final JsonFactory FACTORY = new JsonFactory();

  /// Reads a whole document.
  public static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return new Json(value(parser));
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> parser.getText();
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  private static List<Object> array(JsonParser parser) throws IOException {
    var items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(Objects.requireNonNull(value(parser)));
    }
    return items;
  }

  /// The field of that name; nothing is as good as null.
  public Json get(String name) {
    return new Json(tree instanceof Map<?, ?> map ? map.get(name) : null);
  }

  /// Its text, or an empty one.
  public String text(String name) {
    return Objects.toString(get(name).tree(), "");
  }

  public long number(String name) {
    return Long.parseLong(text(name));
  }

  /// The items of the list of that name.
  public List<Json> list(String name) {
    return get(name).tree() instanceof List<?> list
        ? list.stream().map(one -> new Json(one)).toList()
        : List.of();
  }

  public boolean has(String name) {
    return get(name).tree() != null;
  }

  /// `text` as a JSON string, with its quotes.
  public static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one < ' ' || one == '"' || one == '\\') {
        quoted.append("\\u%04x".formatted((int) one));
      } else {
        quoted.append(one);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return String.valueOf(tree);
  }
}
