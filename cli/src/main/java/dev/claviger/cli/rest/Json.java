package dev.claviger.cli.rest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value of an answer. A closed set.
///
/// Own code, because a JSON library costs more start-up time than most calls take.
public sealed interface Json {
  /// What is not there.
  static Json nothing() {
    return new Nothing();
  }

  /// A string.
  record Text(String value) implements Json {}

  /// A number, as it was written: it is only ever printed or read as a whole number.
  record Numeral(String literal) implements Json {}

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Nothing() implements Json {}

  /// An array.
  record Items(List<Json> values) implements Json {}

  /// An object, in the order of its fields.
  record Fields(Map<String, Json> values) implements Json {}

  /// A field of an object; [Nothing] where it is missing or this is no object.
  default Json field(String name) {
    return this instanceof Fields(var values) ? values.getOrDefault(name, nothing()) : nothing();
  }

  /// A field as text for people, or null where it is missing.
  default @Nullable String find(String name) {
    return switch (field(name)) {
      case Text(var value) -> value;
      case Numeral(var literal) -> literal;
      case Truth(var value) -> Boolean.toString(value);
      case Nothing _, Items _, Fields _ -> null;
    };
  }

  /// A field as text for people, or empty.
  default String text(String name) {
    String found = find(name);
    return found == null ? "" : found;
  }

  /// A field as a whole number, or 0.
  default long number(String name) {
    try {
      return field(name) instanceof Numeral(var literal) ? Long.parseLong(literal) : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// Whether a field is `true`.
  default boolean isTrue(String name) {
    return field(name) instanceof Truth(var value) && value;
  }

  /// The elements of a field; none where it is missing or no array.
  default List<Json> items(String name) {
    return field(name) instanceof Items(var values) ? values : List.of();
  }
}
