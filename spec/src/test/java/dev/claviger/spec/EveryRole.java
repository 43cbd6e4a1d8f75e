package dev.claviger.spec;

import dev.claviger.spec.RoleTable.Row;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server where somebody has each role, and which makes what the calls of the role table need.
final class EveryRole implements AutoCloseable {
  /// The value of every secret here.
  static final String PLANTED = "planted-Value-7391";

  /// The rule of a role that may list secrets.
  private static final String LISTING =
      "{\"apiGroups\":[\"space\"],\"resources\":[\"secret\"],\"verbs\":[\"list\"]}";

  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  private final Path folder;
  private final Instance instance;
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, String> stillSignedIn = new HashMap<>();
  private int number;

  EveryRole(Path folder) {
    this.folder = folder;
    this.instance =
        new Instance(
            ServerProcess.Plan.in(folder).with("CLAVIGER_RATE_CALLS_PER_SECOND", "100000"));
    instance.create("PLANTED", PLANTED);
    for (String role : RoleTable.ROLES) {
      tokens.put(
          role,
          switch (role) {
            case "admin" -> instance.adminToken();
            case "agent" -> instance.agent("agent", "default/development");
            default -> person(role, role);
          });
    }
  }

  Instance instance() {
    return instance;
  }

  Rest admin() {
    return instance.admin();
  }

  /// What the management plane of `default` may return.
  void disclose(boolean overHttp) {
    String disclosure = overHttp ? "http" : "grpc";
    admin()
        .patch("/api/v1/spaces/default", "{\"disclosure\":\"%s\"}".formatted(disclosure))
        .expect(200);
  }

  String token(String role) {
    return Objects.requireNonNull(tokens.get(role));
  }

  /// A token for one call: of a person of their own where the call uses that up. Who changes a
  /// password goes on with the same session, which can still be ended by another call.
  String tokenFor(Row row, String role) {
    if (!row.who().contains("fresh") || row.open() || role.equals("agent")) {
      return token(role);
    }
    String left = stillSignedIn.remove(role);
    if (left != null && row.operations().contains("SignOut")) {
      return left;
    }
    String token = person("fresh-" + ++number, role);
    if (row.operations().contains("ChangePassword")) {
      stillSignedIn.put(role, token);
    }
    return token;
  }

  /// A new person's session. They set their password by a first token, since hashing one is the
  /// slowest thing here.
  private String person(String name, String role) {
    String first =
        admin()
            .post("/api/v1/principals", "{\"principal\":\"user:%s\"}".formatted(name))
            .expect(201)
            .json()
            .text("first_token");
    instance.bind("user:" + name, role, "everywhere");
    return instance
        .stranger()
        .post(
            "/api/v1/sessions",
            "{\"first_token\":\"%s\",\"password\":\"%s\"}".formatted(first, Instance.PASSWORD))
        .expect(201)
        .json()
        .text("token");
  }

  /// Puts something that exists into every place such as `{secret}`.
  ///
  /// @param made what the places of the same call have got so far
  String filled(String text, Map<String, String> made) {
    return PLACE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(made.computeIfAbsent(found.group(1), this::prepared)));
  }

  private String prepared(String what) {
    int n = ++number;
    return switch (what) {
      case "n" -> Integer.toString(n);
      case "server" -> instance.server().rest();
      case "secret" -> secret(n);
      case "two" -> two(n);
      case "erased" -> {
        admin().delete(Instance.DEFAULT + "/" + secret(n)).expect(204);
        yield "CELL_" + n;
      }
      case "deleted" -> {
        String id = admin().get(Instance.DEFAULT + "/" + secret(n)).json().text("id");
        admin().delete(Instance.DEFAULT + "/CELL_" + n).expect(204);
        yield id;
      }
      case "space" -> space(n);
      case "gone" -> {
        admin().delete("/api/v1/spaces/" + space(n)).expect(204);
        yield "cell-" + n;
      }
      case "environment" ->
          made("/api/v1/spaces/default/environments", "{\"name\":\"cell-" + n + "\"}", "name");
      case "principal" -> principal("user:cell-" + n);
      case "user" -> principal("user:cell-" + n).substring("user:".length());
      case "agent" -> principal("agent:cell-" + n).substring("agent:".length());
      case "role" ->
          made(
              "/api/v1/roles",
              "{\"name\":\"cell-%d\",\"rules\":[%s]}".formatted(n, LISTING),
              "name");
      case "token" -> made("/api/v1/tokens", "{\"name\":\"cell-" + n + "\"}", "id");
      case "binding" ->
          made(
              "/api/v1/bindings",
              "{\"principal\":\"%s\",\"role\":\"viewer\",\"where\":\"default\"}"
                  .formatted(principal("user:cell-" + n)),
              "id");
      case "bound" -> {
        String who = principal("user:cell-" + n);
        instance.bind(who, "viewer", "everywhere");
        yield who;
      }
      case "passwordfile" -> passwordFile();
      default -> throw new IllegalArgumentException(what);
    };
  }

  private String secret(int n) {
    instance.create("CELL_" + n, PLANTED);
    return "CELL_" + n;
  }

  private String two(int n) {
    String name = secret(n);
    String next = "{\"value\":\"next-" + PLANTED + "\"}";
    admin().put(Instance.DEFAULT + "/" + name, next).expect(200);
    return name;
  }

  private String space(int n) {
    return made("/api/v1/spaces", "{\"name\":\"cell-" + n + "\"}", "name");
  }

  private String principal(String name) {
    return made("/api/v1/principals", "{\"principal\":\"" + name + "\"}", "principal");
  }

  private String made(String path, String body, String field) {
    return admin().post(path, body).expect(201).json().text(field);
  }

  private String passwordFile() {
    try {
      return Files.writeString(folder.resolve("password"), Instance.PASSWORD).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    instance.close();
  }
}
