package dev.claviger.cli.render;

import dev.claviger.cli.rest.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds an object to be shown, in the order of its fields.
public final class JsonFields {
  private final Map<String, Json> values = new LinkedHashMap<>();

  /// A field of any kind.
  public JsonFields with(String name, Json value) {
    values.put(name, value);
    return this;
  }

  /// A field of text.
  public JsonFields with(String name, String value) {
    return with(name, new Json.Text(value));
  }

  /// A field that is an array of texts.
  public JsonFields with(String name, List<String> texts) {
    List<Json> items = texts.stream().<Json>map(Json.Text::new).toList();
    return with(name, new Json.Items(items));
  }

  /// The object.
  public Json build() {
    return new Json.Fields(values);
  }
}
