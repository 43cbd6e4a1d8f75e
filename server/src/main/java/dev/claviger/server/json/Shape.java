package dev.claviger.server.json;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that a JSON object may have. Others are refused.
public final class Shape {
  /// An object without fields.
  public static final Shape EMPTY = of();

  private final Map<String, Field> fields = new LinkedHashMap<>();

  private Shape(Field... fields) {
    for (Field field : fields) {
      this.fields.put(field.name(), field);
    }
  }

  public static Shape of(Field... fields) {
    return new Shape(fields);
  }

  /// What a field holds.
  public enum Kind {
    TEXT,
    /// Text that must not leak.
    SECRET,
    FLAG,
    /// Objects.
    LIST,
    /// Texts.
    WORDS
  }

  /// One field.
  ///
  /// @param nullable whether null is more than a way to leave it out
  /// @param items the shape of the objects of a list; null for other kinds
  public record Field(
      String name, Kind kind, boolean required, boolean nullable, @Nullable Shape items) {

    public static Field text(String name) {
      return new Field(name, Kind.TEXT, false, false, null);
    }

    public static Field secret(String name) {
      return new Field(name, Kind.SECRET, false, false, null);
    }

    public static Field flag(String name) {
      return new Field(name, Kind.FLAG, false, false, null);
    }

    public static Field words(String name) {
      return new Field(name, Kind.WORDS, false, false, null);
    }

    public static Field list(String name, Shape items) {
      return new Field(name, Kind.LIST, false, false, items);
    }

    /// The same field, which must be there.
    public Field must() {
      return new Field(name, kind, true, nullable, items);
    }

    /// The same field, where null has a meaning of its own.
    public Field orNull() {
      return new Field(name, kind, required, true, items);
    }
  }

  @Nullable Field field(String name) {
    return fields.get(name);
  }

  /// Whether no field is required, so that the whole object may be left out.
  public boolean isOptional() {
    return fields.values().stream().noneMatch(Field::required);
  }

  public Collection<Field> fields() {
    return fields.values();
  }
}
