package dev.claviger.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.rest.RunningServer.Answer;
import dev.claviger.server.rest.RunningServer.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A story that uses every operation once; each answer is compared with `openapi.yaml`.
class UsingTheApiTest {
  private static final String SECRETS = "/api/v1/spaces/payments/secrets";

  private final OpenApi document = new OpenApi();
  private final TreeSet<String> used = new TreeSet<>();
  private final List<String> objections = new ArrayList<>();
  @TempDir private Path folder = Path.of("");
  private RunningServer server;

  UsingTheApiTest() {}

  @BeforeEach
  void start() {
    server = new RunningServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answers_as_the_document_says_whatever_is_called() {
    the_server_is_looked_at();
    a_space_is_made();
    secrets_are_written();
    versions_are_looked_at();
    people_get_access();
    roles_are_made();
    aliases_are_used();
    the_audit_is_read();
    everything_ends();
    assertThat(objections).isEmpty();
    assertThat(used).isEqualTo(new TreeSet<>(document.operations().keySet()));
  }

  private void the_server_is_looked_at() {
    for (String path :
        List.of("/health", "/ready", "/openapi.yaml", "/api/v1/openapi.yaml", "/api/v1/server")) {
      call(200, "GET " + path, server.anonymous("GET", path));
    }
    for (String path : List.of("status", "keys", "settings", "sessions/current", "roles")) {
      get(200, "/api/v1/" + path, "/api/v1/" + path);
    }
    post(
        202, "/api/v1/keys/rotate", "/api/v1/keys/rotate", "{'purpose':'space','space':'default'}");
    post(
        409, "/api/v1/keys/rotate", "/api/v1/keys/rotate", "{'purpose':'space','space':'default'}");
    post(202, "/api/v1/keys/rotate", "/api/v1/keys/rotate", "{'purpose':'root'}");
    post(404, "/api/v1/keys/rotate", "/api/v1/keys/rotate", "{'purpose':'space','space':'no'}");
    post(400, "/api/v1/keys/rotate", "/api/v1/keys/rotate", "{'purpose':'audit-mac'}");
    get(200, "/api/v1/keys", "/api/v1/keys");
    get(200, "/api/v1/roles/{name}", "/api/v1/roles/viewer");
    get(404, "/api/v1/roles/{name}", "/api/v1/roles/nobody");
  }

  private void a_space_is_made() {
    post(201, "/api/v1/spaces", "/api/v1/spaces", "{'name':'payments','description':'money'}");
    post(409, "/api/v1/spaces", "/api/v1/spaces", "{'name':'payments'}");
    get(200, "/api/v1/spaces", "/api/v1/spaces?limit=1");
    String space = "/api/v1/spaces/payments";
    get(200, "/api/v1/spaces/{space}", space);
    send(200, "PATCH", "/api/v1/spaces/{space}", space, "{'disclosure':'http'}");
    String environments = "/api/v1/spaces/{space}/environments";
    post(201, environments, space + "/environments", "{'name':'qa'}");
    get(200, environments, space + "/environments");
    send(204, "DELETE", environments + "/{environment}", space + "/environments/qa", "");
    send(204, "DELETE", "/api/v1/spaces/{space}", space, "");
    get(404, "/api/v1/spaces/{space}", space);
    post(200, "/api/v1/spaces/{space}/restore", space + "/restore", "");
  }

  private void secrets_are_written() {
    String all = "/api/v1/spaces/{space}/secrets";
    post(
        201, all, SECRETS, "{'key_name':'DB','value':'first','expires_at':'2099-01-01T00:00:00Z'}");
    post(409, all, SECRETS, "{'key_name':'DB','value':'second'}");
    post(400, all, SECRETS, "{'key_name':'1','value':'second'}");
    post(200, all + "/batch", SECRETS + "/batch", "{'secrets':[{'key_name':'A','value':'1'}]}");
    get(200, all, SECRETS + "?limit=1&show_values=true");
    get(200, all + "/{name}", SECRETS + "/DB");
    get(200, all + "/{name}", SECRETS + "/DB?show_values=true");
    send(200, "PUT", all + "/{name}", SECRETS + "/DB", "{'value':'AAH/','encoding':'base64'}");
    send(201, "PUT", all + "/{name}", SECRETS + "/NEW", "{'value':'fresh'}");
    send(200, "PATCH", all + "/{name}", SECRETS + "/DB", "{'expires_at':null,'disabled':false}");
    post(200, all + "/{name}/rotate", SECRETS + "/DB/rotate", "{'generate':'hex:16'}");
    send(204, "DELETE", all + "/{name}", SECRETS + "/NEW", "");
  }

  private void versions_are_looked_at() {
    String all = "/api/v1/spaces/{space}/secrets/{name}/versions";
    get(200, all, SECRETS + "/DB/versions");
    get(200, all + "/{version}", SECRETS + "/DB/versions/2");
    get(200, all + "/{version}", SECRETS + "/DB/versions/2?show_values=true");
    post(200, all + "/{version}/restore", SECRETS + "/DB/versions/1/restore", "");
    post(200, all + "/{version}/destroy", SECRETS + "/DB/versions/1/destroy", "");
    String deleted = "/api/v1/spaces/{space}/deleted-secrets";
    Answer found = get(200, deleted, "/api/v1/spaces/payments/deleted-secrets");
    String id =
        String.valueOf(OpenApi.map(OpenApi.list(found.json().get("secrets")).getFirst()).get("id"));
    post(
        200,
        deleted + "/{id}/restore",
        "/api/v1/spaces/payments/deleted-secrets/" + id + "/restore",
        "");
  }

  private void people_get_access() {
    String all = "/api/v1/principals";
    post(201, all, all, "{'principal':'user:mara'}");
    post(201, all, all, "{'principal':'user:bob','password':'" + RunningServer.PASSWORD + "'}");
    get(200, all, all + "?kind=user");
    get(200, all + "/{principal}", all + "/user:mara");
    String password = "{'password':'" + RunningServer.PASSWORD + "'}";
    send(204, "PATCH", all + "/{principal}", all + "/user:mara", password);
    post(201, "/api/v1/agents", "/api/v1/agents", "{'name':'ci','scope':'payments/production'}");
    Answer binding =
        post(
            201,
            "/api/v1/bindings",
            "/api/v1/bindings",
            "{'principal':'user:mara','role':'viewer','where':'payments'}");
    get(200, "/api/v1/bindings", "/api/v1/bindings?space=payments");
    send(204, "DELETE", "/api/v1/bindings/{id}", "/api/v1/bindings/" + binding.text("id"), "");
    Answer token =
        post(201, "/api/v1/tokens", "/api/v1/tokens", "{'name':'mine','expires_in':'30d'}");
    get(200, "/api/v1/tokens", "/api/v1/tokens");
    String rotate = "/api/v1/tokens/" + token.text("id") + "/rotate";
    Answer next = post(201, "/api/v1/tokens/{id}/rotate", rotate, "{'grace':'1h'}");
    post(409, "/api/v1/tokens/{id}/rotate", rotate, "");
    get(200, "/api/v1/tokens", "/api/v1/tokens");
    send(204, "DELETE", "/api/v1/tokens/{id}", "/api/v1/tokens/" + next.text("id"), "");
    send(204, "DELETE", all + "/{principal}", all + "/user:bob", "");
  }

  private void roles_are_made() {
    String all = "/api/v1/roles";
    String one = all + "/{name}";
    String rules =
        "'rules':[{'apiGroups':['space'],'resources':['secrets'],'verbs':['get','list'],"
            + "'resourceNames':['A','DB']}]}";
    post(201, all, all, "{'name':'two-keys','description':'d'," + rules);
    post(409, all, all, "{'name':'two-keys'," + rules);
    post(400, all, all, "{'name':'none','rules':[]}");
    send(200, "PUT", one, all + "/two-keys", "{" + rules);
    get(200, one, all + "/two-keys");
    get(200, all, all);
    String bindings = "/api/v1/bindings";
    post(
        201,
        bindings,
        bindings,
        "{'principal':'user:mara','role':'two-keys','where':'everywhere','only':['A']}");
    get(200, bindings, bindings);
    String permissions = "/api/v1/principals/{principal}/permissions";
    get(200, permissions, "/api/v1/principals/user:mara/permissions");
    send(409, "DELETE", one, all + "/two-keys", "");
    post(201, all, all, "{'name':'unused'," + rules);
    send(204, "DELETE", one, all + "/unused", "");
    get(200, "/api/v1/find", "/api/v1/find?q=db&limit=1");
  }

  private void aliases_are_used() {
    String all = "/api/secrets";
    post(201, all, all, "{'key_name':'ALIAS','value':'1'}");
    post(200, all, all + "?upsert=true", "{'key_name':'ALIAS','value':'2'}");
    get(200, all, all);
    get(200, all + "/{name}", all + "/ALIAS");
    send(200, "PUT", all + "/{name}", all + "/ALIAS", "{'description':'d'}");
    send(200, "PATCH", all + "/{name}", all + "/ALIAS", "{'description':'e'}");
    get(200, all + "/audit", all + "/audit?limit=2");
    send(204, "DELETE", all + "/{name}", all + "/ALIAS?hard=true", "");
  }

  private void the_audit_is_read() {
    get(200, "/api/v1/audit", "/api/v1/audit?order=asc&limit=1000");
    Answer verified = post(200, "/api/v1/audit/verify", "/api/v1/audit/verify", "");
    assertThat(verified.json()).containsEntry("ok", true);
  }

  private void everything_ends() {
    String sessions = "/api/v1/sessions";
    String password = RunningServer.PASSWORD;
    call(
        401,
        "POST " + sessions,
        server.anonymous("POST", sessions).body(json("{'user':'admin','password':'wrong'}")));
    String signIn = json("{'user':'admin','password':'" + password + "'}");
    call(201, "POST " + sessions, server.anonymous("POST", sessions).body(signIn));
    String change = "{'current':'" + password + "','password':'Correct-horse-battery-8'}";
    post(204, sessions + "/current/password", sessions + "/current/password", change);
    send(204, "DELETE", sessions + "/current", sessions + "/current", "");
    get(401, sessions + "/current", sessions + "/current");
    String again = json("{'user':'admin','password':'Correct-horse-battery-8'}");
    Answer session = call(201, "POST " + sessions, server.anonymous("POST", sessions).body(again));
    String rotate = "/api/v1/keys/session-mac/rotate";
    call(200, "POST " + rotate, server.by(session.text("token"), "POST", rotate));
  }

  private Answer get(int status, String template, String path) {
    return send(status, "GET", template, path, "");
  }

  private Answer post(int status, String template, String path, String body) {
    return send(status, "POST", template, path, body);
  }

  private Answer send(int status, String method, String template, String path, String body) {
    return call(status, method + " " + template, server.admin(method, path).body(json(body)));
  }

  private Answer call(int status, String operation, Request request) {
    Answer answer = request.send();
    assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(status);
    used.add(operation);
    Map<String, Object> described = document.operations().getOrDefault(operation, Map.of());
    if (status < 400 && !document.declares(described, status)) {
      objections.add(operation + " answers " + status);
    }
    if (!answer.body().isEmpty() && answer.header("Content-Type").contains("json")) {
      objections.addAll(
          document.objections(document.response(described, status), answer.json(), operation));
    }
    return answer;
  }

  /// Single quotes read better in Java.
  private static String json(String body) {
    return Pattern.compile("'").matcher(body).replaceAll("\"");
  }
}
