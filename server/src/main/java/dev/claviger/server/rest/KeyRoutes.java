package dev.claviger.server.rest;

import dev.claviger.core.Keys;
import dev.claviger.core.ListedKey;
import dev.claviger.core.ListedKey.Progress;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SpaceName;
import dev.claviger.server.json.JsonObject;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;
import java.util.Optional;

/// [Keys] over HTTP.
final class KeyRoutes {
  private static final String ALL = "/api/v1/keys";

  private final Keys keys;
  private final ServerReport report;

  KeyRoutes(Keys keys, ServerReport report) {
    this.keys = keys;
    this.report = report;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list),
        Route.of(Method.POST, ALL + "/rotate", this::rotate)
            .reading(Shape.of(Field.text("purpose").must(), Field.text("space"))));
  }

  private Reply list(Call call) {
    var json = new JsonWriter().object().list("keys");
    keys.list(call.caller()).forEach(key -> fields(json.object(), key).endObject());
    return Reply.ok(
        json.endList().field("provider", report.settings().keys().source().word()).endObject());
  }

  private Reply rotate(Call call) {
    JsonObject body = call.body();
    Optional<String> space = body.text("space");
    ListedKey made =
        switch (body.must("purpose")) {
          case "root" -> {
            if (space.isPresent()) {
              throw new InvalidInput("space", "belongs to the purpose space only");
            }
            yield keys.rotateRoot(call.caller());
          }
          case "space" ->
              keys.rotate(
                  call.caller(),
                  new SpaceName(
                      space.orElseThrow(() -> new InvalidInput("space", "must be given"))));
          default -> throw new InvalidInput("purpose", "must be root or space");
        };
    return Reply.json(202, fields(new JsonWriter().object(), made).endObject());
  }

  private static JsonWriter fields(JsonWriter json, ListedKey key) {
    json.field("purpose", key.purpose())
        .field("space", key.space())
        .field("generation", key.generation())
        .field("state", key.state().word())
        .field("created_at", Times.of(key.createdAt()));
    Long uses = key.uses();
    if (uses != null) {
      json.field("uses", uses).field("quarantined", key.quarantined());
    }
    Progress progress = key.progress();
    if (progress != null) {
      json.object("progress")
          .field("done", progress.done())
          .field("total", progress.total())
          .endObject();
    }
    return json;
  }
}
