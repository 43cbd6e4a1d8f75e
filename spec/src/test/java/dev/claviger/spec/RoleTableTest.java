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
import dev.claviger.spec.testkit.ClientMachine;
import dev.claviger.spec.testkit.ClientMachine.Ended;
import dev.claviger.spec.testkit.QuickClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// DESIGN 6: who may do what, cell by cell, where values are disclosed over HTTP and where not; on
/// the management plane, the service plane and the command line.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleTableTest {
  private static final String PLANTED = EveryRole.PLANTED;
  private static final List<String> FORMS =
      List.of(
          PLANTED,
          Base64.getEncoder().encodeToString(PLANTED.getBytes(UTF_8)).substring(0, 20),
          HexFormat.of().formatHex(PLANTED.getBytes(UTF_8)));
  private static final String SECRETS = "/api/v1/spaces/default/secrets";
  private static final int DENIED = 5;

  private final Path folder;
  private final EveryRole roles;
  private final Map<String, QuickClient> clients = new HashMap<>();
  private int number;

  RoleTableTest(@TempDir Path folder) {
    this.folder = folder;
    this.roles = new EveryRole(folder);
  }

  @AfterAll
  void stop() {
    roles.close();
  }

  @Test
  void every_cell_holds_where_values_stay_on_the_service_plane() {
    roles.disclose(false);
    assertThat(wrongCells(false)).isEmpty();
  }

  @Test
  void every_cell_holds_where_values_are_disclosed_over_http() {
    roles.disclose(true);
    assertThat(wrongCells(true)).isEmpty();
  }

  private List<String> wrongCells(boolean disclosing) {
    var wrong = new ArrayList<String>();
    for (Row row : RoleTable.rows()) {
      if (row.who().contains("apart")) {
        continue;
      }
      if (disclosing && row.who().contains("fresh")) {
        continue; // a session is in no space, and each costs seconds of hashing passwords
      }
      for (String role : RoleTable.ROLES) {
        boolean allowed = row.allows(role, disclosing);
        String found = "";
        if (row.isRest()) {
          found = wrongAnswer(row, role, allowed);
        } else if (row.isRpc()) {
          String answer = call(row.call(), role);
          found = answer.equals(allowed ? "ok" : "access_denied") ? "" : answer;
        } else if (row.isCommand()) {
          found = wrongEnd(row, role, allowed);
        }
        if (!found.isEmpty()) {
          wrong.add(role + ": " + row + " -> " + found);
        }
      }
    }
    return wrong;
  }

  private String wrongAnswer(Row row, String role, boolean allowed) {
    Answer answer = ask(row, role);
    boolean asTold =
        allowed
            ? answer.status() / 100 == 2
            : answer.status() == 403 && answer.code().equals(refusal(row, role));
    boolean shown = holdsValue(answer.body()) == (allowed && row.shows());
    return asTold && shown ? "" : answer.toString();
  }

  private static boolean holdsValue(String text) {
    return FORMS.stream().anyMatch(text::contains);
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
    String path = roles.filled(row.path(), made);
    String body = row.body().isEmpty() ? null : roles.filled(row.body(), made);
    String token = roles.tokenFor(row, role);
    return roles.instance().stranger().as(token).call(row.method(), path, body);
  }

  private String wrongEnd(Row row, String role, boolean allowed) {
    var made = new HashMap<String, String>();
    List<String> words = row.words().stream().map(word -> roles.filled(word, made)).toList();
    Ended ended = perform(row, role, words, roles.filled(row.body(), made));
    boolean shown = holdsValue(ended.stdout()) == (allowed && row.shows());
    boolean asTold = ended.code() == (allowed ? 0 : DENIED) && !holdsValue(ended.stderr());
    return asTold && shown ? "" : ended.toString();
  }

  private Ended perform(Row row, String role, List<String> words, String input) {
    if (words.getFirst().equals("run")) {
      return ClientMachine.in(folder.resolve("machine-" + role))
          .with("CLAVIGER_SERVER", roles.instance().server().service())
          .with("CLAVIGER_TOKEN", roles.token(role))
          .claviger(input, words);
    }
    if (words.contains("--follow")) {
      Ended ended = client(role).runForOneLine(words);
      boolean read = ended.code() == 1 && ended.stdout().contains("\n");
      return read ? new Ended(0, ended.stdout(), ended.stderr()) : ended;
    }
    QuickClient client =
        row.who().contains("fresh") ? signedIn(roles.tokenFor(row, role)) : client(role);
    return client.run(input, words);
  }

  private QuickClient client(String role) {
    return clients.computeIfAbsent(role, _ -> signedIn(roles.token(role)));
  }

  private QuickClient signedIn(String token) {
    return new QuickClient(folder.resolve("client-" + ++number))
        .signedIn(roles.instance().server().rest(), token);
  }

  /// `ok`, or the code of the refusal.
  private String call(String rpc, String role) {
    byte[] token = roles.token(role).getBytes(UTF_8);
    Scope scope = Scope.parse("default/development");
    try (var credential = SecretValue.copyOf(token)) {
      var plane =
          new ServicePlane(
              ServerAddress.parse(roles.instance().server().service()), credential, null);
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
    String mask = roles.admin().get(SECRETS + "/PLANTED").json().text("value_masked");
    for (String role : RoleTable.ROLES.subList(0, 5)) {
      boolean shown = List.of("admin", "editor", "viewer").contains(role);
      var rest = roles.instance().stranger().as(roles.token(role));
      assertThat(rest.get(SECRETS + "/PLANTED").json().has("value_masked")).isEqualTo(shown);
      assertThat(rest.get(SECRETS).json().list("secrets").getFirst().has("value_masked"))
          .isEqualTo(shown);
      Ended list =
          client(role).run("", List.of("secret", "list", "default/development", "-o", "table"));
      assertThat(list.expect(0).stdout().contains(mask)).isEqualTo(shown);
    }
  }

  /// S4, I5: whatever an administrator asks on 8420, each call with each parameter that it has,
  /// and with `show_values` where it has none.
  @Test
  void with_the_default_disclosure_no_value_ever_leaves_the_management_plane() {
    roles.disclose(false);
    String document = roles.admin().get("/openapi.yaml").expect(200).body();
    List<DeclaredCall> declared = DeclaredCall.in(document);
    assertThat(declared).hasSizeGreaterThan(50);
    roles.filled("{secret}{two}{deleted}", new HashMap<>());
    roles.filled("{space}{environment}{principal}{token}{binding}", new HashMap<>());
    roles.filled("{deleted}{gone}", new HashMap<>());
    roles.filled("{gone}", new HashMap<>());
    for (DeclaredCall call : declared) {
      if (rowOf(call).who().contains("apart")) {
        continue;
      }
      for (String query : call.queries()) {
        boolean asksForValues = query.contains("show_values=true");
        Answer answer = send(call, query);
        if (asksForValues) {
          assertThat(answer.code()).as(call + query).isEqualTo("not_disclosed");
        } else {
          assertThat(answer.status() / 100).as(call + query + " -> " + answer).isEqualTo(2);
        }
      }
      if (!call.showsValues()) {
        Answer answer = send(call, "?show_values=true");
        assertThat(answer.code()).as(call + "?show_values=true").isEqualTo("invalid_input");
      }
    }
  }

  /// Sends one call, twice with the same key where that may repeat it, and looks for the value.
  private Answer send(DeclaredCall call, String query) {
    Row row = rowOf(call);
    var made = new HashMap<String, String>();
    String path = roles.filled(row.path().replaceFirst("\\?.*", ""), made);
    if (query.contains("{cursor}")) {
      made.put("cursor", cursor(path, query));
    }
    String target = path + roles.filled(query, made);
    String body = row.body().replaceAll("(\"value\":\")[xy]\"", "$1" + PLANTED + "\"");
    String filled = body.isEmpty() ? null : roles.filled(body, made);
    var rest = roles.instance().stranger().as(roles.tokenFor(row, "admin"));
    String[] key = {"Idempotency-Key", "sweep-" + ++number};
    Answer answer =
        call.repeatable()
            ? rest.call(call.method(), target, filled, key)
            : rest.call(call.method(), target, filled);
    assertThat(holdsValue(answer.toString())).as(call + query).isFalse();
    if (call.repeatable()) {
      String again = rest.call(call.method(), target, filled, key).toString();
      assertThat(holdsValue(again)).as(call + query + ", again").isFalse();
    }
    return answer;
  }

  private static Row rowOf(DeclaredCall call) {
    return RoleTable.rows().stream()
        .filter(one -> one.covers(call.method(), call.template()))
        .findFirst()
        .orElseThrow();
  }

  private String cursor(String path, String query) {
    Answer first = roles.admin().get(path + query.replaceAll("after=\\{cursor}&", ""));
    assertThat(first.json().text("next")).as(path + " has a second page").isNotEmpty();
    return first.json().text("next");
  }

  @Test
  void every_operation_has_a_row() {
    List<String> all = operations(Operation.class).map(Class::getSimpleName).toList();
    var missing = new TreeSet<>(all);
    var unknown = new TreeSet<String>();
    for (Row row : RoleTable.rows()) {
      missing.removeAll(row.operations());
      unknown.addAll(row.operations());
    }
    unknown.removeAll(all);
    assertThat(missing).isEmpty();
    assertThat(unknown).containsOnly("-");
  }

  private static Stream<Class<?>> operations(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(RoleTableTest::operations)
        : Stream.of(type);
  }

  @Test
  void every_role_has_a_column() {
    assertThat(roles.admin().get("/api/v1/roles").expect(200).json().list("roles"))
        .filteredOn(role -> role.text("built_in").equals("true"))
        .extracting(role -> role.text("name"))
        .containsExactlyInAnyOrderElementsOf(RoleTable.ROLES);
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
    String document = roles.instance().stranger().get("/openapi.yaml").expect(200).body();
    assertThat(DeclaredCall.in(document))
        .hasSizeGreaterThan(50)
        .filteredOn(
            call ->
                RoleTable.rows().stream()
                    .noneMatch(row -> row.covers(call.method(), call.template())))
        .isEmpty();
  }

  /// The commands are those that `claviger help` shows.
  @Test
  void every_command_has_a_row() {
    List<String> rows =
        RoleTable.rows().stream()
            .filter(Row::isCommand)
            .map(row -> String.join(" ", row.words()) + " ")
            .toList();
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(40).contains("run", "secret get", "audit verify");
    assertThat(commands)
        .filteredOn(command -> rows.stream().noneMatch(row -> row.startsWith(command + " ")))
        .isEmpty();
  }

  private List<String> commands() {
    var commands = new ArrayList<String>();
    for (String word : names("help", "([a-z]+)")) {
      List<String> verbs = names("help " + word, "(" + word + " [a-z]+)");
      commands.addAll(verbs.isEmpty() ? List.of(word) : verbs);
    }
    return commands;
  }

  private List<String> names(String page, String name) {
    Ended help = client("admin").run("", List.of(page.split(" ", -1)));
    return Pattern.compile("(?m)^  " + name + "  ")
        .matcher(help.stdout())
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
