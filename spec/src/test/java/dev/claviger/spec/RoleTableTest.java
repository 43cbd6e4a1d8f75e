package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.ServicePlane;
import dev.claviger.core.Operation;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.spec.RoleTable.Row;
import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DESIGN 6: who may do what, cell by cell, where values are disclosed over HTTP and where not.
class RoleTableTest {
  private static final String PLANTED = "planted-Value-7391";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(PLANTED.getBytes(UTF_8)).substring(0, 20);
  private static final String SECRETS = "/api/v1/spaces/default/secrets";
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  @TempDir Path folder;
  @AutoClose Instance instance;
  private final Map<String, String> tokens = new HashMap<>();
  private int number;

  @BeforeEach
  void somebody_of_every_role() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    instance.create("PLANTED", PLANTED);
    for (String role : RoleTable.ROLES) {
      tokens.put(
          role,
          switch (role) {
            case "admin" -> instance.adminToken();
            case "agent" -> instance.agent("agent", "default/development");
            default -> userOf(role, role);
          });
    }
  }

  private String userOf(String name, String role) {
    String token = instance.user(name);
    if (!role.equals("admin") || !name.equals("admin")) {
      instance.bind("user:" + name, role, "everywhere");
    }
    return token;
  }

  @Test
  void every_cell_holds_where_values_stay_on_the_service_plane() {
    assertThat(wrongCells(false)).isEmpty();
  }

  @Test
  void every_cell_holds_where_values_are_disclosed_over_http() {
    instance.admin().patch("/api/v1/spaces/default", "{\"disclosure\":\"http\"}").expect(200);
    assertThat(wrongCells(true)).isEmpty();
  }

  private List<String> wrongCells(boolean disclosing) {
    var wrong = new ArrayList<String>();
    for (Row row : RoleTable.rows()) {
      for (String role : RoleTable.ROLES) {
        boolean allowed = row.allows(role, disclosing);
        if (row.isRest()) {
          Answer answer = ask(row, role);
          boolean asTold =
              allowed
                  ? answer.status() / 100 == 2
                  : answer.status() == 403 && answer.code().equals(refusal(row, role));
          boolean leaks = answer.body().contains(PLANTED) || answer.body().contains(ENCODED);
          if (!asTold || leaks != (allowed && row.who().contains("http"))) {
            wrong.add(role + ": " + row + " -> " + answer);
          }
        } else if (row.isRpc()) {
          String answer = call(row.call(), role);
          if (!answer.equals(allowed ? "ok" : "access_denied")) {
            wrong.add(role + ": " + row + " -> " + answer);
          }
        }
      }
    }
    return wrong;
  }

  private static String refusal(Row row, String role) {
    if (role.equals("agent")) {
      return "wrong_plane";
    }
    return row.who().contains("http") && row.who().contains(role)
        ? "not_disclosed"
        : "access_denied";
  }

  private Answer ask(Row row, String role) {
    var made = new HashMap<String, String>();
    String path = filled(row.path(), made);
    String body = row.body().isEmpty() ? null : filled(row.body(), made);
    String token =
        row.who().contains("fresh") && !role.equals("agent")
            ? userOf("fresh-" + ++number, role)
            : String.valueOf(tokens.get(role));
    return instance.stranger().as(token).call(row.method(), path, body);
  }

  private String filled(String text, Map<String, String> made) {
    return PLACE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(made.computeIfAbsent(found.group(1), this::prepared)));
  }

  /// Makes what a call needs.
  private String prepared(String what) {
    int n = ++number;
    return switch (what) {
      case "n" -> Integer.toString(n);
      case "secret" -> secret(n);
      case "two" -> {
        String name = secret(n);
        instance.admin().put(SECRETS + "/" + name, "{\"value\":\"next\"}").expect(200);
        yield name;
      }
      case "deleted" -> {
        String id = instance.admin().get(SECRETS + "/" + secret(n)).json().text("id");
        instance.admin().delete(SECRETS + "/CELL_" + n).expect(204);
        yield id;
      }
      case "space" -> space(n);
      case "gone" -> {
        instance.admin().delete("/api/v1/spaces/" + space(n)).expect(204);
        yield "cell-" + n;
      }
      case "environment" ->
          made("/api/v1/spaces/default/environments", "{\"name\":\"cell-" + n + "\"}", "name");
      case "principal" -> principal(n);
      case "role" ->
          made(
              "/api/v1/roles",
              "{\"name\":\"cell-"
                  + n
                  + "\",\"rules\":[{\"apiGroups\":[\"space\"],\"resources\":[\"secret\"],"
                  + "\"verbs\":[\"list\"]}]}",
              "name");
      case "token" -> made("/api/v1/tokens", "{\"name\":\"cell-" + n + "\"}", "id");
      case "binding" ->
          made(
              "/api/v1/bindings",
              "{\"principal\":\"" + principal(n) + "\",\"role\":\"viewer\",\"where\":\"default\"}",
              "id");
      default -> throw new IllegalArgumentException(what);
    };
  }

  private String secret(int n) {
    instance.create("CELL_" + n, PLANTED);
    return "CELL_" + n;
  }

  private String space(int n) {
    return made("/api/v1/spaces", "{\"name\":\"cell-" + n + "\"}", "name");
  }

  private String principal(int n) {
    return made("/api/v1/principals", "{\"principal\":\"user:cell-" + n + "\"}", "principal");
  }

  private String made(String path, String body, String field) {
    return instance.admin().post(path, body).expect(201).json().text(field);
  }

  /// `ok`, or the code of the refusal.
  private String call(String rpc, String role) {
    byte[] token = String.valueOf(tokens.get(role)).getBytes(UTF_8);
    Scope scope = Scope.parse("default/development");
    try (var credential = SecretValue.copyOf(token)) {
      var plane =
          new ServicePlane(ServerAddress.parse(instance.server().service()), credential, null);
      switch (rpc) {
        case "GetSecret" -> plane.getSecret(scope, new SecretName("PLANTED"), null).close();
        case "GetSecrets" -> plane.getSecrets(scope, List.of()).forEach(one -> one.close());
        case "WatchSecrets" -> {
          try (var watch = plane.watch(scope)) {
            watch.next();
          }
        }
        default -> fail("the test does not know " + rpc);
      }
      return "ok";
    } catch (ServerProblem e) {
      return e.code();
    }
  }

  @Test
  void only_some_are_shown_masks() {
    for (String role : RoleTable.ROLES.subList(0, 5)) {
      boolean shown = List.of("admin", "editor", "viewer").contains(role);
      var rest = instance.stranger().as(tokens.get(role));
      assertThat(rest.get(SECRETS + "/PLANTED").json().has("value_masked")).isEqualTo(shown);
      assertThat(rest.get(SECRETS).json().list("secrets").getFirst().has("value_masked"))
          .isEqualTo(shown);
    }
  }

  /// S4, I5: by default, whatever an administrator asks on 8420.
  @Test
  void no_parameter_of_any_call_brings_a_value() {
    var names =
        List.of(
            "show_values",
            "reveal",
            "values",
            "environment",
            "prefix",
            "q",
            "limit",
            "after",
            "deleted",
            "version",
            "principal",
            "space",
            "secret",
            "action",
            "outcome",
            "order",
            "kind",
            "hard",
            "upsert",
            "erase",
            "format",
            "include");
    for (Row row : RoleTable.rows()) {
      if (!row.isRest() || !row.method().equals("GET")) {
        continue;
      }
      String path = row.path().replace("{secret}", "PLANTED").replace("{two}", "PLANTED");
      for (String name : names) {
        for (String value : List.of("true", "PLANTED")) {
          String more = (path.contains("?") ? "&" : "?") + name + "=" + value;
          Answer answer =
              instance.admin().get(filled(path, new HashMap<>()) + more + "&show_values=true");
          assertThat(answer.body()).doesNotContain(PLANTED, ENCODED);
          answer = instance.admin().get(filled(path, new HashMap<>()) + more);
          assertThat(answer.body()).doesNotContain(PLANTED, ENCODED);
        }
      }
    }
  }

  @Test
  void every_operation_has_a_row() {
    var missing = new TreeSet<>(operations(Operation.class).map(Class::getSimpleName).toList());
    RoleTable.rows().forEach(row -> missing.removeAll(row.operations()));
    assertThat(missing).isEmpty();
  }

  private static Stream<Class<?>> operations(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(RoleTableTest::operations)
        : Stream.of(type);
  }

  @Test
  void every_rpc_has_a_row() throws IOException {
    String contract =
        Files.readString(
            Path.of(System.getProperty("claviger.root"), "api/src/main/proto/claviger.proto"));
    List<String> rpcs =
        Pattern.compile("rpc (\\w+)\\(").matcher(contract).results().map(r -> r.group(1)).toList();
    assertThat(rpcs).isNotEmpty();
    assertThat(RoleTable.rows().stream().filter(Row::isRpc).map(Row::call)).containsAll(rpcs);
  }

  @Test
  void every_route_has_a_row() {
    String document = instance.stranger().get("/openapi.yaml").expect(200).body();
    var missing = new ArrayList<String>();
    int routes = 0;
    String template = "";
    for (String line : document.lines().toList()) {
      Matcher path = Pattern.compile("^  '?\"?(/[^'\":]*)'?\"?:.*").matcher(line);
      Matcher method = Pattern.compile("^    (get|post|put|patch|delete):.*").matcher(line);
      if (path.matches()) {
        template = path.group(1);
      } else if (method.matches()) {
        routes++;
        String verb = method.group(1).toUpperCase(java.util.Locale.ROOT);
        String found = template;
        if (RoleTable.rows().stream().noneMatch(row -> row.covers(verb, found))) {
          missing.add(verb + " " + template);
        }
      }
    }
    assertThat(routes).isGreaterThan(30);
    assertThat(missing).isEmpty();
  }
}
