package dev.claviger.server.rest;

import dev.claviger.core.CustomRoles;
import dev.claviger.core.ListedRole;
import dev.claviger.core.Role;
import dev.claviger.core.Rule;
import dev.claviger.core.StoredRole;
import dev.claviger.model.Description;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;

/// [CustomRoles] over HTTP.
final class RoleRoutes {
  private static final String ALL = "/api/v1/roles";
  private static final String ONE = ALL + "/{name}";

  private static final Shape RULE =
      Shape.of(
          Field.words("apiGroups").must(),
          Field.words("resources").must(),
          Field.words("verbs").must(),
          Field.words("resourceNames"));

  private final CustomRoles roles;

  RoleRoutes(CustomRoles roles) {
    this.roles = roles;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking("limit", "after"),
        Route.of(Method.POST, ALL, this::create)
            .reading(
                Shape.of(
                    Field.text("name").must(),
                    Field.text("description"),
                    Field.list("rules", RULE).must())),
        Route.of(Method.GET, ONE, this::describe),
        Route.of(Method.PUT, ONE, this::update)
            .reading(Shape.of(Field.text("description"), Field.list("rules", RULE).must())),
        Route.of(Method.DELETE, ONE, this::delete));
  }

  private Reply list(Call call) {
    return Page.of(call)
        .of(
            "roles",
            roles.list(call.caller()),
            listed -> listed.role().name().value(),
            RoleRoutes::write);
  }

  private Reply create(Call call) {
    Role role = role(new RoleName(call.body().must("name")), call.body());
    ListedRole made = roles.create(call.caller(), role, description(call.body()));
    return Reply.created(write(new JsonWriter(), made));
  }

  private Reply describe(Call call) {
    return Reply.ok(write(new JsonWriter(), roles.describe(call.caller(), name(call))));
  }

  private Reply update(Call call) {
    Role role = role(name(call), call.body());
    ListedRole changed = roles.update(call.caller(), role, description(call.body()));
    return Reply.ok(write(new JsonWriter(), changed));
  }

  private Reply delete(Call call) {
    roles.delete(call.caller(), name(call));
    return Reply.done();
  }

  private static RoleName name(Call call) {
    return new RoleName(call.path("name"));
  }

  private static Role role(RoleName name, JsonObject body) {
    return new Role(name, body.list("rules").stream().map(RoleRoutes::rule).toList());
  }

  private static Rule rule(JsonObject rule) {
    return new Rule(
        words(rule, "apiGroups"),
        words(rule, "resources"),
        words(rule, "verbs"),
        words(rule, "resourceNames").stream().map(SecretName::new).toList());
  }

  private static List<String> words(JsonObject rule, String name) {
    return rule.words(name).orElse(List.of());
  }

  private static Description description(JsonObject body) {
    return body.text("description").map(Description::new).orElse(Description.NONE);
  }

  private static JsonWriter write(JsonWriter json, ListedRole listed) {
    StoredRole stored = listed.stored();
    json.object().field("name", listed.role().name()).field("built_in", stored == null);
    if (stored != null) {
      json.field("description", stored.description())
          .field("created_at", Times.of(stored.createdAt()))
          .field("created_by", stored.createdBy())
          .field("updated_at", Times.of(stored.updatedAt()));
    }
    json.list("rules");
    listed.role().rules().forEach(rule -> write(json, rule));
    json.endList().list("permissions");
    listed.role().permissions().stream().sorted().forEach(right -> json.item(right.word()));
    return json.endList().endObject();
  }

  private static void write(JsonWriter json, Rule rule) {
    json.object();
    words(json, "apiGroups", rule.apiGroups());
    words(json, "resources", rule.resources());
    words(json, "verbs", rule.verbs());
    if (!rule.resourceNames().isEmpty()) {
      words(json, "resourceNames", rule.resourceNames());
    }
    json.endObject();
  }

  private static void words(JsonWriter json, String name, List<?> words) {
    json.list(name);
    words.forEach(word -> json.item(word.toString()));
    json.endList();
  }
}
