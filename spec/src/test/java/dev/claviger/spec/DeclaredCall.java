package dev.claviger.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// A method of a path of `openapi.yaml`.
///
/// @param template the path with places such as `{space}`
/// @param query values that each declared parameter of the query takes, by its name
/// @param repeatable whether it takes an `Idempotency-Key`
record DeclaredCall(
    String method, String template, Map<String, List<String>> query, boolean repeatable) {

  /// All that a document declares.
  static List<DeclaredCall> in(String document) {
    Map<String, Object> tree = new Yaml().load(document);
    Map<String, Object> shared = map(map(tree.get("components")).get("parameters"));
    var calls = new ArrayList<DeclaredCall>();
    map(tree.get("paths"))
        .forEach(
            (path, item) ->
                map(item)
                    .forEach(
                        (method, operation) -> {
                          if (!method.equals("parameters")) {
                            calls.add(call(method, path, map(operation), shared));
                          }
                        }));
    return calls;
  }

  private static DeclaredCall call(
      String method, String path, Map<String, Object> operation, Map<String, Object> shared) {
    var query = new LinkedHashMap<String, List<String>>();
    boolean repeatable = false;
    for (Object each : list(operation.get("parameters"))) {
      Map<String, Object> parameter = resolved(map(each), shared);
      String name = String.valueOf(parameter.get("name"));
      if ("query".equals(parameter.get("in"))) {
        query.put(name, values(name, map(parameter.get("schema"))));
      }
      repeatable |= name.equals("Idempotency-Key");
    }
    return new DeclaredCall(method.toUpperCase(Locale.ROOT), path, query, repeatable);
  }

  private static Map<String, Object> resolved(
      Map<String, Object> parameter, Map<String, Object> shared) {
    return parameter.get("$ref") instanceof String reference
        ? map(shared.get(reference.substring(reference.lastIndexOf('/') + 1)))
        : parameter;
  }

  /// Values with which a call is answered.
  private static List<String> values(String name, Map<String, Object> schema) {
    if (schema.get("enum") instanceof List<?> words) {
      return words.stream().map(String::valueOf).toList();
    }
    if ("boolean".equals(schema.get("type"))) {
      return List.of("true", "false");
    }
    return switch (name) {
      case "expiring", "stale" -> List.of("0", "90");
      case "limit" -> List.of("1", "1000");
      case "environment" -> List.of("development");
      case "space" -> List.of("default");
      case "prefix" -> List.of("PL");
      case "q", "secret" -> List.of("PLANTED");
      case "principal" -> List.of("user:admin");
      case "action" -> List.of("READ");
      case "outcome" -> List.of("ok");
      case "since" -> List.of("2020-01-01T00:00:00Z");
      case "until" -> List.of("2100-01-01T00:00:00Z");
      case "confirm" -> List.of("{space}");
      case "after" -> List.of("{cursor}");
      default -> throw new AssertionError("the test has no value for the parameter " + name);
    };
  }

  /// Every query to try: none, each value of each parameter, and all parameters at once.
  List<String> queries() {
    var queries = new ArrayList<>(List.of(""));
    query.forEach((name, values) -> values.forEach(value -> queries.add(alone(name, value))));
    List<String> all =
        query.entrySet().stream()
            .filter(each -> !each.getKey().equals("after"))
            .map(each -> each.getKey() + "=" + each.getValue().getFirst())
            .toList();
    if (all.size() > 1) {
      queries.add("?" + String.join("&", all));
    }
    return queries;
  }

  /// With what it makes no sense without.
  private String alone(String name, String value) {
    String one = "?" + name + "=" + value;
    return switch (name) {
      case "erase" -> one + "&confirm={space}";
      case "environment" -> query.containsKey("space") ? one + "&space=default" : one;
      case "after" -> one + "&limit=1";
      default -> one;
    };
  }

  boolean showsValues() {
    return query.containsKey("show_values");
  }

  @Override
  public String toString() {
    return method + " " + template;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object object) {
    return object instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private static List<?> list(@Nullable Object object) {
    return object instanceof List<?> list ? list : List.of();
  }
}
