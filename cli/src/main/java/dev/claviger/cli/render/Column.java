package dev.claviger.cli.render;

import dev.claviger.cli.rest.Json;
import java.util.function.Function;

/// One column of a table.
///
/// @param cell the text of an element; empty where there is none
public record Column(String heading, Function<Json, String> cell) {

  /// A column that shows a field.
  public static Column of(String heading, String field) {
    return new Column(heading, element -> element.text(field));
  }

  /// A column that shows a time without what nobody reads.
  public static Column time(String heading, String field) {
    return new Column(heading, element -> Times.shown(element.text(field)));
  }
}
