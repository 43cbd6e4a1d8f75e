package dev.claviger.server.rest;

import dev.claviger.core.Spaces;
import dev.claviger.core.Spaces.Edit;
import dev.claviger.core.StoredEnvironment;
import dev.claviger.core.StoredSpace;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;

/// [Spaces] over HTTP.
final class SpaceRoutes {
  private static final String ALL = "/api/v1/spaces";
  private static final String ONE = ALL + "/{space}";
  private static final String ENVIRONMENTS = ONE + "/environments";
  private static final Shape EDIT =
      Shape.of(Field.text("description"), Field.text("disclosure"), Field.text("mask_style"));
  private static final Shape CREATION =
      Shape.of(
          Field.text("name").must(),
          Field.text("description"),
          Field.text("disclosure"),
          Field.text("mask_style"));

  private final Spaces spaces;

  SpaceRoutes(Spaces spaces) {
    this.spaces = spaces;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking("deleted", "limit", "after"),
        Route.of(Method.POST, ALL, this::create).reading(CREATION),
        Route.of(Method.GET, ONE, this::describe),
        Route.of(Method.PATCH, ONE, this::update).reading(EDIT),
        Route.of(Method.DELETE, ONE, this::delete).taking("erase", "confirm"),
        Route.of(Method.POST, ONE + "/restore", this::restore).reading(Shape.EMPTY),
        Route.of(Method.GET, ENVIRONMENTS, this::environments).taking("limit", "after"),
        Route.of(Method.POST, ENVIRONMENTS, this::createEnvironment)
            .reading(Shape.of(Field.text("name").must())),
        Route.of(Method.DELETE, ENVIRONMENTS + "/{environment}", this::deleteEnvironment));
  }

  private Reply list(Call call) {
    return Page.of(call)
        .of(
            "spaces",
            spaces.list(call.caller(), call.flag("deleted")),
            space -> space.name().value(),
            SpaceRoutes::write);
  }

  private Reply create(Call call) {
    var name = new SpaceName(call.body().must("name"));
    return Reply.created(write(new JsonWriter(), spaces.create(call.caller(), name, edit(call))));
  }

  private Reply describe(Call call) {
    return Reply.ok(write(new JsonWriter(), spaces.describe(call.caller(), call.space())));
  }

  private Reply update(Call call) {
    return Reply.ok(
        write(new JsonWriter(), spaces.update(call.caller(), call.space(), edit(call))));
  }

  private Reply delete(Call call) {
    if (call.flag("erase")) {
      spaces.erase(call.caller(), call.space(), call.query("confirm").orElse(""));
    } else {
      spaces.delete(call.caller(), call.space());
    }
    return Reply.done();
  }

  private Reply restore(Call call) {
    return Reply.ok(write(new JsonWriter(), spaces.restore(call.caller(), call.space())));
  }

  private Reply environments(Call call) {
    return Page.of(call)
        .of(
            "environments",
            spaces.environments(call.caller(), call.space()),
            environment -> environment.name().value(),
            SpaceRoutes::write);
  }

  private Reply createEnvironment(Call call) {
    var scope = new Scope(call.space(), new EnvironmentName(call.body().must("name")));
    return Reply.created(write(new JsonWriter(), spaces.createEnvironment(call.caller(), scope)));
  }

  private Reply deleteEnvironment(Call call) {
    var environment = new EnvironmentName(call.path("environment"));
    spaces.deleteEnvironment(call.caller(), new Scope(call.space(), environment));
    return Reply.done();
  }

  private static Edit edit(Call call) {
    JsonObject body = call.body();
    return new Edit(
        body.text("description").map(Description::new).orElse(null),
        body.text("disclosure").map(Disclosure::parse).orElse(null),
        body.text("mask_style").map(MaskStyle::parse).orElse(null));
  }

  private static JsonWriter write(JsonWriter json, StoredSpace space) {
    return json.object()
        .field("name", space.name())
        .field("description", space.description())
        .field("disclosure", space.disclosure().word())
        .field("mask_style", space.maskStyle().word())
        .field("created_at", Times.of(space.createdAt()))
        .field("updated_at", Times.of(space.updatedAt()))
        .field("created_by", space.createdBy())
        .field("deleted_at", Times.orNull(space.deletedAt()))
        .endObject();
  }

  private static JsonWriter write(JsonWriter json, StoredEnvironment environment) {
    return json.object()
        .field("name", environment.name())
        .field("created_at", Times.of(environment.createdAt()))
        .field("created_by", environment.createdBy())
        .endObject();
  }
}
