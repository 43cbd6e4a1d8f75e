package dev.claviger.cli.render;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import java.util.List;

/// The option `-o` of every command that reads.
public final class OutputOption {
  private final Syntax.Text option;

  private OutputOption(Syntax.Text option) {
    this.option = option;
  }

  /// Adds the option.
  public static OutputOption of(Syntax syntax) {
    return new OutputOption(
        syntax.text(
            "FORMAT",
            "table, json or yaml; without it a table on a terminal and JSON elsewhere.",
            "-o",
            "--output"));
  }

  /// What was asked for, else what suits where it goes.
  public OutputFormat format(Surroundings surroundings) {
    String asked = option.value();
    if (asked == null) {
      return surroundings.terminal().shows() ? OutputFormat.TABLE : OutputFormat.JSON;
    }
    return switch (asked) {
      case "table" -> OutputFormat.TABLE;
      case "json" -> OutputFormat.JSON;
      case "yaml" -> OutputFormat.YAML;
      default -> throw CommandFailure.usage("-o takes table, json or yaml", null);
    };
  }

  /// Prints elements as a table, or an object that holds them.
  ///
  /// @param plural the field that holds the elements
  public void list(
      Surroundings surroundings, String plural, List<Json> elements, List<Column> columns) {
    var all = new JsonFields().with(plural, new Json.Items(elements)).build();
    print(surroundings, all, () -> Table.of(columns, elements));
  }

  /// Prints one thing as lines `field  value`, or as it is.
  public void one(Surroundings surroundings, Json thing) {
    print(surroundings, thing, () -> Table.ofFields(thing));
  }

  /// Prints text for people, or `data` for programs.
  public void print(Surroundings surroundings, Json data, Text table) {
    String text =
        switch (format(surroundings)) {
          case TABLE -> table.text();
          case JSON -> JsonText.of(data, surroundings.terminal().shows()) + "\n";
          case YAML -> YamlText.of(data);
        };
    surroundings.stdout().print(text);
  }

  /// Text that is made only where it is needed.
  public interface Text {
    /// Lines, each with its end.
    String text();
  }
}
