package dev.claviger.server.rest;

import dev.claviger.core.Bindings;
import dev.claviger.core.Role;
import dev.claviger.core.StoredBinding;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;

/// [Bindings] and roles over HTTP.
final class AccessRoutes {
  private static final String ROLES = "/api/v1/roles";
  private static final String BINDINGS = "/api/v1/bindings";

  private final Bindings bindings;

  AccessRoutes(Bindings bindings) {
    this.bindings = bindings;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ROLES, this::roles).taking("limit", "after"),
        Route.of(Method.GET, ROLES + "/{name}", this::role),
        Route.of(Method.GET, BINDINGS, this::list)
            .taking("principal", "space", "environment", "limit", "after"),
        Route.of(Method.POST, BINDINGS, this::create)
            .reading(
                Shape.of(
                    Field.text("principal").must(),
                    Field.text("role").must(),
                    Field.text("where").must())),
        Route.of(Method.DELETE, BINDINGS + "/{id}", this::delete));
  }

  private Reply roles(Call call) {
    return Page.of(call)
        .of(
            "roles",
            bindings.roles(call.caller()),
            role -> role.name().value(),
            AccessRoutes::write);
  }

  private Reply role(Call call) {
    var name = new RoleName(call.path("name"));
    return Reply.ok(write(new JsonWriter(), bindings.role(call.caller(), name)));
  }

  private Reply list(Call call) {
    Principal principal = call.query("principal").map(Principal::parse).orElse(null);
    return Page.of(call)
        .of(
            "bindings",
            bindings.list(call.caller(), call.place(), principal),
            binding -> binding.id().hex(),
            AccessRoutes::write);
  }

  private Reply create(Call call) {
    JsonObject body = call.body();
    StoredBinding made =
        bindings.create(
            call.caller(),
            Principal.parse(body.must("principal")),
            new RoleName(body.must("role")),
            Reach.parse(body.must("where")));
    return Reply.created(write(new JsonWriter(), made));
  }

  private Reply delete(Call call) {
    bindings.delete(call.caller(), new Id(call.path("id")));
    return Reply.done();
  }

  private static JsonWriter write(JsonWriter json, Role role) {
    json.object().field("name", role.name()).field("built_in", true).list("permissions");
    role.permissions().stream().sorted().forEach(right -> json.item(right.word()));
    return json.endList().endObject();
  }

  private static JsonWriter write(JsonWriter json, StoredBinding binding) {
    return json.object()
        .field("id", binding.id())
        .field("principal", binding.owner().principal())
        .field("role", binding.role())
        .field("where", binding.reach())
        .field("created_at", Times.of(binding.createdAt()))
        .field("created_by", binding.createdBy())
        .endObject();
  }
}
