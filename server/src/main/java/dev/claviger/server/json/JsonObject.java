package dev.claviger.server.json;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A JSON object that has its [Shape]. Closing it wipes the secrets in it.
public final class JsonObject implements AutoCloseable {
  /// Stands for a null that has a meaning.
  private static final Object NULL = new Object();

  private final Map<String, Object> values = new HashMap<>();

  JsonObject() {}

  /// Parses `utf8`, which stays the caller's to clear.
  ///
  /// @throws InvalidInput naming the field that breaks the shape, or the place that is no JSON
  public static JsonObject parse(byte[] utf8, Shape shape) {
    return new JsonParsing(utf8).parse(shape);
  }

  public Optional<String> text(String name) {
    return get(name, String.class);
  }

  /// A text that its shape requires.
  public String must(String name) {
    return text(name).orElseThrow(() -> new InvalidInput(name, "is missing"));
  }

  public Optional<Boolean> flag(String name) {
    return get(name, Boolean.class);
  }

  /// A secret, which stays this object's to wipe.
  public Optional<SecretText> secret(String name) {
    return get(name, SecretText.class);
  }

  /// A secret that its shape requires.
  public SecretText mustSecret(String name) {
    return secret(name).orElseThrow(() -> new InvalidInput(name, "is missing"));
  }

  /// The objects of a list; none if it is missing.
  public List<JsonObject> list(String name) {
    return get(name, Items.class).map(Items::objects).orElse(List.of());
  }

  /// The texts of a list.
  public Optional<List<String>> words(String name) {
    return get(name, Words.class).map(Words::texts);
  }

  /// Whether the field is there and null.
  public boolean isNull(String name) {
    return values.get(name) == NULL;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  record Words(List<String> texts) {}

  record Items(List<JsonObject> objects) {}

  boolean has(String name) {
    return values.containsKey(name);
  }

  void put(String name, @Nullable Object value) {
    values.put(name, value == null ? NULL : value);
  }

  private <T> Optional<T> get(String name, Class<T> type) {
    return Optional.ofNullable(values.get(name)).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    for (Object value : values.values()) {
      if (value instanceof SecretText secret) {
        secret.close();
      } else if (value instanceof Items(var objects)) {
        objects.forEach(JsonObject::close);
      }
    }
  }
}
