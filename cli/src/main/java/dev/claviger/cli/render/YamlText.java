package dev.claviger.cli.render;

import dev.claviger.cli.rest.Json;
import java.util.List;
import java.util.Map;

/// Writes YAML 1.2: blocks for what nests, JSON's quotes for every string, so that no `no` becomes
/// false.
public final class YamlText {
  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /// Lines, each with its end.
  public static String of(Json value) {
    var yaml = new YamlText();
    yaml.append(value, 0, "");
    return yaml.text.toString();
  }

  /// @param lead what stands before a plain value in its line
  private void append(Json value, int depth, String lead) {
    switch (value) {
      case Json.Items(var values) when !values.isEmpty() -> items(values, depth);
      case Json.Fields(var values) when !values.isEmpty() -> fields(values, depth);
      default -> text.append(lead).append(JsonText.of(value, false)).append('\n');
    }
  }

  private void items(List<Json> values, int depth) {
    if (depth > 0) {
      text.append('\n');
    }
    for (Json each : values) {
      text.append("  ".repeat(depth)).append("-");
      append(each, depth + 1, " ");
    }
  }

  private void fields(Map<String, Json> values, int depth) {
    if (depth > 0) {
      text.append('\n');
    }
    values.forEach(
        (name, value) -> {
          text.append("  ".repeat(depth)).append(key(name)).append(":");
          append(value, depth + 1, " ");
        });
  }

  private static String key(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") && !isWord(name) ? name : JsonText.quoted(name);
  }

  /// Words that YAML 1.1 readers take for something else.
  private static boolean isWord(String name) {
    return name.matches("(?i)y|n|yes|no|on|off|true|false|null");
  }
}
