package dev.claviger.cli.render;

import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.rest.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Writes JSON; characters that a terminal would obey are escaped.
public final class JsonText {
  private final StringBuilder text = new StringBuilder();
  private final boolean spread;

  private JsonText(boolean spread) {
    this.spread = spread;
  }

  /// Without a line break at its end.
  ///
  /// @param spread over several lines, for people
  public static String of(Json value, boolean spread) {
    var json = new JsonText(spread);
    json.append(value, 0);
    return json.text.toString();
  }

  /// A string in its quotes.
  public static String quoted(String value) {
    var json = new JsonText(false);
    json.quote(value);
    return json.text.toString();
  }

  private void append(Json value, int depth) {
    switch (value) {
      case Json.Text(var string) -> quote(string);
      case Json.Numeral(var literal) -> text.append(literal);
      case Json.Truth(var truth) -> text.append(truth);
      case Json.Nothing _ -> text.append("null");
      case Json.Items(var values) -> items(values, depth);
      case Json.Fields(var values) -> fields(values, depth);
    }
  }

  private void items(List<Json> values, int depth) {
    text.append('[');
    for (Iterator<Json> each = values.iterator(); each.hasNext(); ) {
      line(depth + 1);
      append(each.next(), depth + 1);
      text.append(each.hasNext() ? "," : "");
    }
    if (!values.isEmpty()) {
      line(depth);
    }
    text.append(']');
  }

  private void fields(Map<String, Json> values, int depth) {
    text.append('{');
    for (var each = values.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<String, Json> field = each.next();
      line(depth + 1);
      quote(field.getKey());
      text.append(spread ? ": " : ":");
      append(field.getValue(), depth + 1);
      text.append(each.hasNext() ? "," : "");
    }
    if (!values.isEmpty()) {
      line(depth);
    }
    text.append('}');
  }

  private void line(int depth) {
    if (spread) {
      text.append('\n').append("  ".repeat(depth));
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (Printable.isObeyed(c)) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }
}
