package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.ServicePlane;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// R4: the three examples, on both planes, and what roles cannot do.
class CustomRolesTest {
  private static final Scope DEVELOPMENT = Scope.parse("default/development");
  private static final String READ_TWO = rule("space", "secret", "get,read_values", "A,B");

  @TempDir Path folder;
  @AutoClose Instance instance;

  @BeforeEach
  void three_secrets_that_may_leave_over_http() {
    instance = new Instance(ServerProcess.Plan.in(folder));
    for (String name : List.of("A", "B", "C")) {
      instance.create(name, "value-of-" + name);
    }
    instance.admin().patch("/api/v1/spaces/default", "{\"disclosure\":\"http\"}").expect(200);
  }

  private static String rule(String groups, String resources, String verbs, String names) {
    return "{\"apiGroups\":%s,\"resources\":%s,\"verbs\":%s%s}"
        .formatted(
            list(groups),
            list(resources),
            list(verbs),
            names.isEmpty() ? "" : ",\"resourceNames\":" + list(names));
  }

  private static String list(String words) {
    return Stream.of(words.split(",", -1)).collect(joining("\",\"", "[\"", "\"]"));
  }

  private static String role(String name, String... rules) {
    return "{\"name\":\"" + name + "\",\"rules\":[" + String.join(",", rules) + "]}";
  }

  private void make(String name, String... rules) {
    instance.admin().post("/api/v1/roles", role(name, rules)).expect(201);
  }

  private Rest userWith(String name, String role) {
    String token = instance.user(name);
    instance.bind("user:" + name, role, "default");
    return instance.stranger().as(token);
  }

  private String serviceWith(String name, String role) {
    Rest admin = instance.admin();
    String principal = "service:" + name;
    admin.post("/api/v1/principals", "{\"principal\":\"" + principal + "\"}").expect(201);
    instance.bind(principal, role, "default/development");
    return admin
        .post(
            "/api/v1/tokens",
            "{\"principal\":\"%s\",\"name\":\"t\",\"scope\":\"%s\"}"
                .formatted(principal, DEVELOPMENT))
        .expect(201)
        .json()
        .text("token");
  }

  private List<String> names(Rest rest) {
    return rest
        .get(Instance.DEFAULT + "?environment=development")
        .expect(200)
        .json()
        .list("secrets")
        .stream()
        .map(one -> one.text("key_name"))
        .toList();
  }

  private static void refused(Answer answer, String code) {
    assertThat(answer.code()).isEqualTo(code);
  }

  private ServicePlane plane(String token) {
    return new ServicePlane(
        ServerAddress.parse(instance.server().service()),
        SecretValue.copyOf(token.getBytes(UTF_8)),
        null);
  }

  private String fetched(String token, String name) {
    try (var value = plane(token).getSecret(DEVELOPMENT, new SecretName(name), null)) {
      return value.reveal(bytes -> new String(bytes, UTF_8));
    } catch (ServerProblem problem) {
      return problem.code();
    }
  }

  @Test
  void a_developer_may_list_and_get_but_sees_no_value() {
    make("my-developer", rule("space", "secrets", "list,get", ""));
    Rest mara = userWith("mara", "my-developer");
    assertThat(names(mara)).containsExactly("A", "B", "C");
    Json one = mara.get(Instance.DEFAULT + "/A").expect(200).json();
    assertThat(one.has("value")).isFalse();
    assertThat(one.has("value_masked")).isFalse();
    refused(mara.get(Instance.DEFAULT + "/A?show_values=true"), "access_denied");
    refused(mara.get(Instance.DEFAULT + "?show_values=true"), "access_denied");
    refused(mara.put(Instance.DEFAULT + "/A", "{\"value\":\"x\"}"), "access_denied");
    refused(mara.delete(Instance.DEFAULT + "/A"), "access_denied");
    String developer = serviceWith("dev", "my-developer");
    assertThat(fetched(developer, "A")).isEqualTo("access_denied");
  }

  @Test
  void an_admin_with_a_star_may_do_everything() {
    make("my-admin", rule("*", "*", "*", ""));
    String token = instance.user("root");
    instance.bind("user:root", "my-admin", "everywhere");
    Rest root = instance.stranger().as(token);
    assertThat(names(root)).containsExactly("A", "B", "C");
    root.get(Instance.DEFAULT + "/A?show_values=true").expect(200);
    root.put(Instance.DEFAULT + "/A", "{\"value\":\"new\"}").expect(200);
    root.post("/api/v1/spaces", "{\"name\":\"other\"}").expect(201);
    root.post("/api/v1/roles", role("made-by-root", READ_TWO)).expect(201);
    root.post("/api/v1/audit/verify", "{}").expect(200);
    root.get("/api/v1/settings").expect(200);
    assertThat(fetched(token, "A")).isEqualTo("new");
  }

  @Test
  void a_service_reads_two_named_secrets_only() {
    make("two-keys", READ_TWO);
    String token = serviceWith("billing", "two-keys");
    assertThat(fetched(token, "A")).isEqualTo("value-of-A");
    assertThat(fetched(token, "B")).isEqualTo("value-of-B");
    assertThat(fetched(token, "C")).isEqualTo("not_available");
    assertThat(fetched(token, "NEVER_THERE")).isEqualTo("not_available");
    assertThat(plane(token).getSecrets(DEVELOPMENT, List.of()))
        .extracting(one -> one.name().value())
        .containsExactly("A", "B");
    var problem =
        catchThrowableOfType(
            ServerProblem.class,
            () -> plane(token).getSecrets(DEVELOPMENT, List.of(new SecretName("C"))));
    assertThat(problem.code()).isEqualTo("not_available");
    instance.admin().delete(Instance.DEFAULT + "/B").expect(204);
    assertThat(plane(token).getSecrets(DEVELOPMENT, List.of()))
        .extracting(one -> one.name().value())
        .containsExactly("A");
    refused(instance.stranger().as(token).get(Instance.DEFAULT + "/A"), "wrong_plane");
  }

  @Test
  void a_person_reads_two_named_secrets_only() {
    make("two-keys", READ_TWO);
    Rest mara = userWith("mara", "two-keys");
    assertThat(mara.get(Instance.DEFAULT + "/A?show_values=true").expect(200).json().text("value"))
        .isEqualTo("value-of-A");
    mara.get(Instance.DEFAULT + "/B").expect(200);
    refused(mara.get(Instance.DEFAULT + "/C"), "access_denied");
    refused(mara.get(Instance.DEFAULT + "/NEVER_THERE"), "access_denied");
    refused(mara.get(Instance.DEFAULT + "?environment=development"), "access_denied");
    refused(mara.put(Instance.DEFAULT + "/A", "{\"value\":\"x\"}"), "access_denied");
  }

  @Test
  void a_watch_tells_only_of_named_secrets() {
    make("two-keys", READ_TWO);
    String token = serviceWith("billing", "two-keys");
    try (var watch = plane(token).watch(DEVELOPMENT)) {
      assertThat(watch.next().toString()).contains("A", "B").doesNotContain("name=C");
    }
  }

  @Test
  void lists_and_imports_keep_to_the_names() {
    make(
        "some",
        rule("space", "secret", "list", "A,C"),
        rule("space", "secret", "get_masked,get", "C"),
        rule("space", "secret", "create,update,delete", "C,NEW"));
    Rest mara = userWith("mara", "some");
    assertThat(names(mara)).containsExactly("A", "C");
    List<Json> page = mara.get(Instance.DEFAULT + "?limit=1").expect(200).json().list("secrets");
    assertThat(page).hasSize(1);
    assertThat(page.getFirst().has("value_masked")).isFalse();
    assertThat(mara.get(Instance.DEFAULT + "/C").json().has("value_masked")).isTrue();
    String batch = Instance.DEFAULT + "/batch?environment=development";
    mara.post(batch, "{\"secrets\":[{\"key_name\":\"NEW\",\"value\":\"x\"}]}").expect(200);
    refused(
        mara.post(
            batch,
            "{\"secrets\":[{\"key_name\":\"C\",\"value\":\"x\"},{\"key_name\":\"A\",\"value\":\"x\"}]}"),
        "access_denied");
    mara.delete(Instance.DEFAULT + "/C").expect(204);
    refused(mara.delete(Instance.DEFAULT + "/A"), "access_denied");
    instance.admin().delete(Instance.DEFAULT + "/B").expect(204);
    List<Json> deleted =
        mara.get("/api/v1/spaces/default/deleted-secrets").expect(200).json().list("secrets");
    assertThat(deleted).extracting(one -> one.text("key_name")).containsExactly("C");
  }

  @Test
  void a_role_changes_at_once_for_everybody_who_has_it() {
    make("changing", rule("space", "secret", "list", ""));
    Rest mara = userWith("mara", "changing");
    assertThat(names(mara)).hasSize(3);
    instance.admin().put("/api/v1/roles/changing", "{\"rules\":[" + READ_TWO + "]}").expect(200);
    refused(mara.get(Instance.DEFAULT + "?environment=development"), "access_denied");
    refused(instance.admin().delete("/api/v1/roles/changing"), "conflict");
    instance.admin().delete("/api/v1/principals/user:mara").expect(204);
    instance.admin().delete("/api/v1/roles/changing").expect(204);
    refused(instance.admin().get("/api/v1/roles/changing"), "not_found");
  }

  @Test
  void built_in_roles_stay_as_they_are() {
    Rest admin = instance.admin();
    refused(admin.post("/api/v1/roles", role("viewer", READ_TWO)), "name_taken");
    refused(admin.put("/api/v1/roles/viewer", "{\"rules\":[" + READ_TWO + "]}"), "conflict");
    refused(admin.delete("/api/v1/roles/viewer"), "conflict");
  }

  /// I-1: a role has one spelling.
  @Test
  void no_other_spelling_of_a_name_is_taken() {
    for (String name :
        List.of("Admin", "ADMIN", "admin ", "\u0430dmin", "\uff41dmin", "adm\u0131n")) {
      refused(instance.admin().post("/api/v1/roles", role(name, READ_TWO)), "invalid_input");
    }
  }

  @Test
  void a_rule_that_says_nothing_is_refused() {
    for (String rule :
        List.of(
            rule("space", "secret", "reed", ""),
            rule("audit", "secret", "list", ""),
            rule("space", "", "list", ""),
            rule("space", "*", "list", "A"),
            rule("space", "secret", "list", "A*"),
            rule("space", "secret", "list", "*"),
            "{\"apiGroups\":[],\"resources\":[\"secret\"],\"verbs\":[\"*\"]}",
            "{\"apiGroups\":\"*\",\"resources\":[\"secret\"],\"verbs\":[\"*\"]}")) {
      refused(instance.admin().post("/api/v1/roles", role("bad", rule)), "invalid_input");
    }
    refused(instance.admin().post("/api/v1/roles", role("bad")), "invalid_input");
  }

  @Test
  void nobody_gives_more_than_they_have() {
    make("helper", rule("access", "*", "*", ""));
    String token = instance.user("help");
    instance.bind("user:help", "helper", "everywhere");
    Rest help = instance.stranger().as(token);
    help.post("/api/v1/roles", role("lesser", rule("access", "token", "list", ""))).expect(201);
    refused(help.post("/api/v1/roles", role("greater", READ_TWO)), "access_denied");
    refused(help.put("/api/v1/roles/lesser", "{\"rules\":[" + READ_TWO + "]}"), "access_denied");
    String toMyself = "{\"principal\":\"user:help\",\"role\":\"%s\",\"where\":\"everywhere\"}";
    refused(help.post("/api/v1/bindings", toMyself.formatted("admin")), "access_denied");
    refused(help.post("/api/v1/bindings", toMyself.formatted("agent")), "access_denied");
    help.post("/api/v1/bindings", toMyself.formatted("lesser")).expect(201);
    refused(
        help.post("/api/v1/agents", "{\"name\":\"spy\",\"scope\":\"default/development\"}"),
        "access_denied");
    refused(
        help.post("/api/v1/tokens", "{\"principal\":\"user:admin\",\"name\":\"x\"}"),
        "access_denied");
    refused(
        help.patch(
            "/api/v1/principals/user:admin", "{\"password\":\"another-Horse-battery-9-staple\"}"),
        "access_denied");
  }

  @Test
  void an_agent_can_be_limited_to_some_names() {
    String token =
        instance
            .admin()
            .post(
                "/api/v1/agents",
                "{\"name\":\"ci\",\"scope\":\"default/development\",\"only\":[\"B\"]}")
            .expect(201)
            .json()
            .text("token");
    assertThat(fetched(token, "B")).isEqualTo("value-of-B");
    assertThat(fetched(token, "A")).isEqualTo("not_available");
    Json right =
        instance
            .admin()
            .get("/api/v1/principals/agent:ci/permissions")
            .expect(200)
            .json()
            .list("permissions")
            .getFirst();
    assertThat(right.text("permission")).isEqualTo("space.secret.read_values");
    assertThat(right.text("where")).isEqualTo("default/development");
    assertThat(right.get("only").tree()).isEqualTo(List.of("B"));
  }

  /// A limited token of a person makes no unlimited one.
  @Test
  void a_token_makes_none_that_is_good_for_more_than_itself() {
    String limited =
        instance
            .admin()
            .post(
                "/api/v1/tokens",
                "{\"name\":\"t\",\"scope\":\"default/development\",\"expires_in\":\"1h\"}")
            .expect(201)
            .json()
            .text("token");
    Rest program = instance.stranger().as(limited);
    refused(program.post("/api/v1/tokens", "{\"name\":\"more\"}"), "invalid_input");
    refused(
        program.post("/api/v1/tokens", "{\"name\":\"more\",\"scope\":\"default/production\"}"),
        "invalid_input");
    refused(
        program.post("/api/v1/tokens", "{\"name\":\"more\",\"scope\":\"default/development\"}"),
        "invalid_input");
    program
        .post(
            "/api/v1/tokens",
            "{\"name\":\"less\",\"scope\":\"default/development\",\"expires_in\":\"5m\"}")
        .expect(201);
  }
}
