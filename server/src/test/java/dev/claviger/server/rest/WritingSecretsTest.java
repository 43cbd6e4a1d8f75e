package dev.claviger.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.rest.RunningServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `If-Match`, races, `Idempotency-Key`, masks, disclosure and paging (R5, R6, R14, I13).
class WritingSecretsTest {
  private static final String SECRETS = "/api/v1/spaces/default/secrets";

  private static RunningServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = new RunningServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer create(String name, String value) {
    return server
        .admin("POST", SECRETS)
        .body("{\"key_name\":\"" + name + "\",\"value\":\"" + value + "\"}")
        .send();
  }

  private static Answer put(String name, String body, String tag) {
    var request = server.admin("PUT", SECRETS + "/" + name).body(body);
    return tag.isEmpty() ? request.send() : request.header("If-Match", tag).send();
  }

  private static List<Integer> atOnce(Callable<Answer> call) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(List.of(call, call));
      return List.of(answers.get(0).get().status(), answers.get(1).get().status());
    }
  }

  @Test
  void the_tag_changes_with_every_change() {
    String first = create("TAGGED", "one").header("ETag");
    assertThat(server.admin("GET", SECRETS + "/TAGGED").send().header("ETag")).isEqualTo(first);
    String second = put("TAGGED", "{\"description\":\"d\"}", first).header("ETag");
    String third = put("TAGGED", "{\"value\":\"two\"}", second).header("ETag");
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates().doesNotContain("");
    Answer late = put("TAGGED", "{\"value\":\"three\"}", second);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.code()).isEqualTo("changed_meanwhile");
    var delete = server.admin("DELETE", SECRETS + "/TAGGED");
    assertThat(delete.header("If-Match", first).send().status()).isEqualTo(412);
  }

  @Test
  void of_two_writers_with_the_same_tag_one_is_told() throws Exception {
    String tag = create("RACE_TAG", "one").header("ETag");
    assertThat(atOnce(() -> put("RACE_TAG", "{\"value\":\"two\"}", tag)))
        .containsExactlyInAnyOrder(200, 412);
  }

  @Test
  void of_two_creations_one_is_told() throws Exception {
    assertThat(atOnce(() -> create("RACE_POST", "one"))).containsExactlyInAnyOrder(201, 409);
  }

  @Test
  void two_writers_without_a_tag_make_two_versions() throws Exception {
    create("RACE_PUT", "one");
    assertThat(atOnce(() -> put("RACE_PUT", "{\"value\":\"two\"}", ""))).containsExactly(200, 200);
    Answer found = server.admin("GET", SECRETS + "/RACE_PUT").send();
    assertThat(found.json()).containsEntry("version", 3);
  }

  @Test
  void a_description_alone_makes_no_version() {
    create("DESCRIBED", "one");
    Answer answer = put("DESCRIBED", "{\"description\":\"new\"}", "");
    assertThat(answer.json()).containsEntry("version", 1).containsEntry("description", "new");
    assertThat(put("DESCRIBED", "{}", "").status()).isEqualTo(400);
    assertThat(put("MISSING", "{\"description\":\"new\"}", "").status()).isEqualTo(404);
  }

  @Test
  void a_repeat_under_one_key_is_done_once() {
    String body = "{\"key_name\":\"ONCE\",\"value\":\"one\"}";
    var first = server.admin("POST", SECRETS).header("Idempotency-Key", "k1").body(body).send();
    var again = server.admin("POST", SECRETS).header("Idempotency-Key", "k1").body(body).send();
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    var other = server.admin("POST", SECRETS).header("Idempotency-Key", "k1");
    Answer mismatch = other.body(body.replace("one", "two")).send();
    assertThat(mismatch.status()).isEqualTo(422);
    assertThat(mismatch.code()).isEqualTo("idempotency_mismatch");
    var long256 = server.admin("POST", SECRETS).header("Idempotency-Key", "k".repeat(256));
    assertThat(long256.body(body).send().status()).isEqualTo(400);
  }

  @Test
  void a_repeat_of_what_cannot_be_done_twice_is_answered_as_the_first() {
    String id = create("LOST", "one").text("id");
    put("LOST", "{\"value\":\"two\"}", "");
    Answer destroyed = repeated("k3", SECRETS + "/LOST/versions/1/destroy", "");
    assertThat(destroyed.status()).isEqualTo(200);
    server.admin("DELETE", SECRETS + "/LOST").send();
    Answer restored =
        repeated("k4", "/api/v1/spaces/default/deleted-secrets/" + id + "/restore", "");
    assertThat(restored.status()).isEqualTo(200);
    assertThat(restored.text("id")).isEqualTo(id);
  }

  @Test
  void a_repeated_batch_writes_once() {
    String batch = "{\"secrets\":[{\"key_name\":\"MANY\",\"value\":\"%s\"}]}";
    Answer again = repeated("k5", SECRETS + "/batch", batch.formatted("one"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).contains("\"change\":\"same\"").contains("\"version\":1");
    var other = server.admin("POST", SECRETS + "/batch").header("Idempotency-Key", "k5");
    assertThat(other.body(batch.formatted("two")).send().code()).isEqualTo("idempotency_mismatch");
  }

  /// The second answer.
  private static Answer repeated(String key, String path, String body) {
    Answer last = null;
    for (int i = 0; i < 2; i++) {
      var request = server.admin("POST", path).header("Idempotency-Key", key);
      last = body.isEmpty() ? request.send() : request.body(body).send();
    }
    return Objects.requireNonNull(last);
  }

  @Test
  void a_token_is_shown_once() {
    String body = "{\"name\":\"t\"}";
    String path = "/api/v1/tokens";
    var first = server.admin("POST", path).header("Idempotency-Key", "k2").body(body).send();
    var again = server.admin("POST", path).header("Idempotency-Key", "k2").body(body).send();
    assertThat(first.text("token")).startsWith("clv_api_");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.code()).isEqualTo("already_done");
  }

  @Test
  void a_value_is_never_shown_where_the_space_keeps_it() {
    create("KEPT", "canary-canary-canary-canary");
    Answer refused = server.admin("GET", SECRETS + "/KEPT?show_values=true").send();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("not_disclosed");
    assertThat(server.admin("GET", SECRETS + "?show_values=true").send().status()).isEqualTo(403);
    String version = SECRETS + "/KEPT/versions/1?show_values=true";
    assertThat(server.admin("GET", version).send().status()).isEqualTo(403);
    Answer masked = server.admin("GET", SECRETS + "/KEPT").send();
    assertThat(masked.text("value_masked")).isEqualTo("canary-can...ary");
    assertThat(masked.body()).doesNotContain("canary-canary");
  }

  @Test
  void pages_give_everything_once() {
    for (String path : List.of("/api/v1/roles", "/api/v1/spaces/default/environments")) {
      String list = path.substring(path.lastIndexOf('/') + 1);
      List<?> whole = OpenApi.list(server.admin("GET", path).send().json().get(list));
      assertThat(paged(path, list)).isEqualTo(whole).hasSizeGreaterThan(2);
    }
    create("PAGE_A", "1");
    create("PAGE_B", "1");
    create("PAGE_C", "1");
    assertThat(paged(SECRETS + "?prefix=PAGE_", "secrets")).hasSize(3);
    assertThat(paged("/api/v1/audit?action=create&secret=PAGE_A", "entries")).hasSize(1);
    assertThat(paged("/api/v1/audit?order=asc&outcome=ok&action=create&secret=PAGE_B", "entries"))
        .hasSize(1);
  }

  private static List<Object> paged(String path, String list) {
    var all = new ArrayList<>();
    String next = "";
    do {
      String after = next.isEmpty() ? "" : "&after=" + next;
      String sign = path.contains("?") ? "&" : "?";
      Answer page = server.admin("GET", path + sign + "limit=1" + after).send();
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      List<?> items = OpenApi.list(page.json().get(list));
      assertThat(items).hasSizeLessThanOrEqualTo(1);
      all.addAll(items);
      next = page.json().containsKey("next") ? page.text("next") : "";
    } while (!next.isEmpty());
    return all;
  }

  /// I13.
  @Test
  void an_alias_deletes_by_id_too() {
    var created = server.admin("POST", "/api/secrets");
    String id = created.body("{\"key_name\":\"BY_ID\",\"value\":\"1\"}").send().text("id");
    assertThat(server.admin("DELETE", "/api/secrets/" + id).send().status()).isEqualTo(204);
    assertThat(server.admin("GET", "/api/secrets/BY_ID").send().status()).isEqualTo(404);
    assertThat(server.admin("DELETE", "/api/secrets/" + id).send().status()).isEqualTo(404);
  }

  @Test
  void a_secret_called_audit_has_the_main_route_only() {
    String body = "{\"key_name\":\"audit\",\"value\":\"1\"}";
    String id = server.admin("POST", "/api/secrets").body(body).send().text("id");
    Answer log = server.admin("GET", "/api/secrets/audit").send();
    assertThat(log.json()).containsKey("entries");
    for (String method : List.of("PUT", "PATCH")) {
      Answer refused =
          server.admin(method, "/api/secrets/audit").body("{\"description\":\"x\"}").send();
      assertThat(refused.status()).isEqualTo(404);
    }
    assertThat(server.admin("DELETE", "/api/secrets/audit").send().status()).isEqualTo(404);
    String main = "/api/v1/spaces/default/secrets/audit";
    assertThat(server.admin("GET", main).send().text("id")).isEqualTo(id);
    assertThat(server.admin("DELETE", main).send().status()).isEqualTo(204);
  }

  /// Creating and updating by one call shares the checks of the main routes.
  @Test
  void an_upsert_creates_then_updates_and_needs_a_value() {
    var upsert = "/api/secrets?upsert=true";
    String body = "{\"key_name\":\"UPSERTED\",\"value\":\"1\"}";
    assertThat(server.admin("POST", upsert).body(body).send().status()).isEqualTo(201);
    Answer again = server.admin("POST", upsert).body(body).send();
    assertThat(again.status()).isEqualTo(200);
    assertThat(server.admin("POST", "/api/secrets").body(body).send().status()).isEqualTo(409);
    String without = "{\"key_name\":\"UPSERTED\"}";
    assertThat(server.admin("POST", upsert).body(without).send().status()).isEqualTo(400);
    String bad = "{\"key_name\":\"1\",\"value\":\"1\"}";
    assertThat(server.admin("POST", upsert).body(bad).send().status()).isEqualTo(400);
  }

  @Test
  void an_alias_is_in_the_scope_of_the_token() {
    String body = "{\"name\":\"scoped\",\"scope\":\"default/staging\"}";
    String token = server.admin("POST", "/api/v1/tokens").body(body).send().text("token");
    String secret = "{\"key_name\":\"SCOPED\",\"value\":\"1\"}";
    Answer made = server.by(token, "POST", "/api/secrets").body(secret).send();
    assertThat(made.text("environment")).isEqualTo("staging");
    assertThat(server.by(token, "GET", SECRETS + "/SCOPED").send().status()).isEqualTo(403);
  }
}
