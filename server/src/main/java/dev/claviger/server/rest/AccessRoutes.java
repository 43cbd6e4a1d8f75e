package dev.claviger.server.rest;

import dev.claviger.core.Bindings;
import dev.claviger.core.Permissions;
import dev.claviger.core.Permissions.Effective;
import dev.claviger.core.StoredBinding;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;

/// [Bindings] and what they come to, over HTTP.
final class AccessRoutes {
  private static final String BINDINGS = "/api/v1/bindings";

  private final Bindings bindings;
  private final Permissions permissions;

  AccessRoutes(Bindings bindings, Permissions permissions) {
    this.bindings = bindings;
    this.permissions = permissions;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, BINDINGS, this::list)
            .taking("principal", "space", "environment", "limit", "after"),
        Route.of(Method.POST, BINDINGS, this::create)
            .reading(
                Shape.of(
                    Field.text("principal").must(),
                    Field.text("role").must(),
                    Field.text("where").must(),
                    Field.words("only"))),
        Route.of(Method.DELETE, BINDINGS + "/{id}", this::delete),
        Route.of(Method.GET, "/api/v1/principals/{principal}/permissions", this::permissions)
            .taking("limit", "after"));
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
            Reach.parse(body.must("where")),
            PeopleRoutes.names(body));
    return Reply.created(write(new JsonWriter(), made));
  }

  private Reply delete(Call call) {
    bindings.delete(call.caller(), new Id(call.path("id")));
    return Reply.done();
  }

  private Reply permissions(Call call) {
    return Page.of(call)
        .of(
            "permissions",
            permissions.of(call.caller(), call.principal()),
            one -> one.where() + " " + one.right().word() + " " + one.role(),
            AccessRoutes::write);
  }

  private static JsonWriter write(JsonWriter json, Effective one) {
    json.object()
        .field("permission", one.right().word())
        .field("where", one.where())
        .field("role", one.role());
    return names(json, one.only().stream().map(SecretName::value).toList()).endObject();
  }

  private static JsonWriter names(JsonWriter json, List<String> only) {
    if (!only.isEmpty()) {
      json.list("only");
      only.forEach(json::item);
      json.endList();
    }
    return json;
  }

  private static JsonWriter write(JsonWriter json, StoredBinding binding) {
    json.object()
        .field("id", binding.id())
        .field("principal", binding.owner().principal())
        .field("role", binding.role())
        .field("where", binding.reach());
    return names(json, binding.only().stream().map(SecretName::value).sorted().toList())
        .field("created_at", Times.of(binding.createdAt()))
        .field("created_by", binding.createdBy())
        .endObject();
  }
}
