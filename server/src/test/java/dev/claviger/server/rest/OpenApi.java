package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// The served document, to ask.
final class OpenApi {
  private final Map<String, Object> document = read();

  private static Map<String, Object> read() {
    try (InputStream file =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream("/openapi.yaml"))) {
      return new Yaml().load(new String(file.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every operation, by such as `GET /api/v1/spaces`.
  Map<String, Map<String, Object>> operations() {
    var all = new LinkedHashMap<String, Map<String, Object>>();
    map(document.get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) -> {
                          if (!method.equals("parameters")) {
                            all.put(method.toUpperCase(Locale.ROOT) + " " + path, map(operation));
                          }
                        }));
    return all;
  }

  /// The names of the parameters that stand `in` such as `query`.
  List<String> parameters(Map<String, Object> operation, String in) {
    var names = new ArrayList<String>();
    for (Object one : list(operation.get("parameters"))) {
      Map<String, Object> parameter = resolved(one);
      if (Objects.equals(parameter.get("in"), in)) {
        names.add(String.valueOf(parameter.get("name")));
      }
    }
    return names;
  }

  /// The schema of the JSON that an operation takes; empty if it takes none.
  Map<String, Object> request(Map<String, Object> operation) {
    return schema(map(operation.get("requestBody")));
  }

  /// The schema of the JSON that an operation answers with this status.
  Map<String, Object> response(Map<String, Object> operation, int status) {
    Map<String, Object> responses = map(operation.get("responses"));
    Object found = responses.get(Integer.toString(status));
    return schema(resolved(found == null ? responses.get("default") : found));
  }

  boolean declares(Map<String, Object> operation, int status) {
    return map(operation.get("responses")).containsKey(Integer.toString(status));
  }

  private Map<String, Object> schema(Map<String, Object> holder) {
    for (Object content : map(holder.get("content")).values()) {
      return resolved(map(content).get("schema"));
    }
    return Map.of();
  }

  /// What is wrong with `value`, by the names of the fields.
  List<String> objections(Map<String, Object> schema, Object value, String where) {
    var found = new ArrayList<String>();
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> known = map(schema.get("properties"));
      object.forEach(
          (name, part) -> {
            Object inner = known.get(String.valueOf(name));
            if (inner == null) {
              found.add(where + "." + name + " is not in the document");
            } else {
              found.addAll(objections(resolved(inner), part, where + "." + name));
            }
          });
      for (Object required : list(schema.get("required"))) {
        if (!object.containsKey(required)) {
          found.add(where + "." + required + " is missing");
        }
      }
    } else if (value instanceof List<?> items) {
      Map<String, Object> inner = resolved(schema.get("items"));
      items.forEach(item -> found.addAll(objections(inner, item, where + "[]")));
    }
    return found;
  }

  /// What a `$ref` stands for.
  Map<String, Object> resolved(@Nullable Object node) {
    Map<String, Object> map = map(node);
    Object ref = map.get("$ref");
    if (ref == null) {
      return map;
    }
    Map<String, Object> target = document;
    for (String part : String.valueOf(ref).substring(2).split("/", -1)) {
      target = map(target.get(part));
    }
    return target;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object node) {
    return node instanceof Map ? (Map<String, Object>) node : Map.of();
  }

  static List<?> list(@Nullable Object node) {
    return node instanceof List<?> list ? list : List.of();
  }
}
