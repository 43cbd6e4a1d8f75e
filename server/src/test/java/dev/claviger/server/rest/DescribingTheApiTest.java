package dev.claviger.server.rest;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.json.Shape.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `openapi.yaml` and the routes say the same.
class DescribingTheApiTest {
  private final OpenApi document = new OpenApi();
  private Map<String, Route> routes = Map.of();

  @BeforeEach
  void collect_the_routes(@TempDir Path folder) {
    routes =
        AllRoutes.of(folder).stream()
            .collect(
                toMap(
                    route -> route.method() + " " + route.template(),
                    route -> route,
                    (one, _) -> one,
                    TreeMap::new));
  }

  @Test
  void every_route_is_described_and_nothing_else() {
    assertThat(new TreeSet<>(document.operations().keySet())).isEqualTo(routes.keySet());
  }

  @Test
  void with_the_parameters_that_it_knows() {
    document
        .operations()
        .forEach(
            (name, operation) ->
                assertThat(document.parameters(operation, "query"))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(route(name).query()));
  }

  @Test
  void with_the_fields_that_it_reads() {
    document
        .operations()
        .forEach(
            (name, operation) -> {
              Shape shape = route(name).body();
              Map<String, Object> schema = document.request(operation);
              if (shape == null) {
                assertThat(schema).as(name).isEmpty();
              } else {
                compare(name, shape, schema);
              }
            });
  }

  @Test
  void with_the_need_for_a_credential() {
    document
        .operations()
        .forEach(
            (name, operation) ->
                assertThat(Objects.equals(operation.get("security"), List.of()))
                    .as(name)
                    .isEqualTo(route(name).open()));
  }

  private void compare(String name, Shape shape, Map<String, Object> schema) {
    assertThat(OpenApi.map(schema.get("properties")).keySet())
        .as(name)
        .isEqualTo(shape.fields().stream().map(Field::name).collect(toCollection(TreeSet::new)));
    assertThat(schema.get("additionalProperties")).as(name).isEqualTo(false);
    assertThat(OpenApi.list(schema.get("required")).stream().map(String::valueOf))
        .as(name)
        .containsExactlyInAnyOrderElementsOf(
            shape.fields().stream().filter(Field::required).map(Field::name).toList());
    for (Field field : shape.fields()) {
      if (field.kind() == Kind.LIST && field.items() != null) {
        var list = document.resolved(OpenApi.map(schema.get("properties")).get(field.name()));
        compare(name, field.items(), document.resolved(list.get("items")));
      }
    }
  }

  private Route route(String name) {
    return Objects.requireNonNull(routes.get(name), name);
  }
}
