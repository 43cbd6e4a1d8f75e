package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServicePlane;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// A server whose administrator has signed in.
public final class Instance implements AutoCloseable {
  public static final String PASSWORD = "correct-Horse-battery-9-staple";
  public static final String DEFAULT = "/api/v1/spaces/default/secrets";

  private ServerProcess server;
  private final String adminToken;

  /// Starts a new server and sets the password of `user:admin`.
  public Instance(ServerProcess.Plan plan) {
    this.server = plan.start();
    try {
      this.adminToken = firstLogin();
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private String firstLogin() {
    try {
      String first = Files.readString(server.plan().data().resolve("first-admin-token")).strip();
      return new Rest(server.rest(), null)
          .post(
              "/api/v1/sessions",
              "{\"first_token\":\"%s\",\"password\":\"%s\"}".formatted(first, PASSWORD))
          .expect(201)
          .json()
          .text("token");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ServerProcess server() {
    return server;
  }

  public String adminToken() {
    return adminToken;
  }

  /// The management plane as the administrator sees it.
  public Rest admin() {
    return new Rest(server.rest(), adminToken);
  }

  /// The management plane without a credential.
  public Rest stranger() {
    return new Rest(server.rest(), null);
  }

  /// The service plane with a credential, over Connect.
  public Rest service(String token) {
    return new Rest(server.service(), token);
  }

  /// A new agent's token for `scope`.
  public String agent(String name, String scope) {
    return admin()
        .post("/api/v1/agents", "{\"name\":\"%s\",\"scope\":\"%s\"}".formatted(name, scope))
        .expect(201)
        .json()
        .text("token");
  }

  /// A new person's session token; they have no role yet.
  public String user(String name) {
    admin()
        .post(
            "/api/v1/principals",
            "{\"principal\":\"user:%s\",\"password\":\"%s\"}".formatted(name, PASSWORD))
        .expect(201);
    return stranger()
        .post("/api/v1/sessions", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD))
        .expect(201)
        .json()
        .text("token");
  }

  public void bind(String principal, String role, String where) {
    admin()
        .post(
            "/api/v1/bindings",
            "{\"principal\":\"%s\",\"role\":\"%s\",\"where\":\"%s\"}"
                .formatted(principal, role, where))
        .expect(201);
  }

  /// A new secret in `default/development`.
  public void create(String name, String value) {
    admin()
        .post(DEFAULT, "{\"key_name\":\"%s\",\"value\":%s}".formatted(name, Json.quoted(value)))
        .expect(201);
  }

  /// The current value of a secret in the token's only scope, by the client library.
  public String fetch(String token, String name) {
    try (var credential = SecretValue.copyOf(token.getBytes(UTF_8));
        var value =
            new ServicePlane(ServerAddress.parse(server.service()), credential, null)
                .getSecret(null, new SecretName(name), null)) {
      return value.reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  /// The whole audit log, oldest first.
  public List<Json> audit(String filter) {
    var entries = new ArrayList<Json>();
    String after = "";
    do {
      Json page =
          admin().get("/api/v1/audit?order=asc&limit=1000" + filter + after).expect(200).json();
      entries.addAll(page.list("entries"));
      after = page.has("next") ? "&after=" + page.text("next") : "";
    } while (!after.isEmpty());
    return entries;
  }

  public Json verify() {
    return admin().post("/api/v1/audit/verify", "{}").expect(200).json();
  }

  /// Kills the server and starts it again at the same addresses.
  public void killAndRestart() {
    server.kill();
    server = server.again();
  }

  /// Starts the server again after it has ended.
  public void restart() {
    server.close();
    server = server.again();
  }

  @Override
  public void close() {
    server.close();
  }
}
