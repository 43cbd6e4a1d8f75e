package dev.claviger.server.rest;

import dev.claviger.core.FetchedSecret;
import dev.claviger.core.SecretChanges;
import dev.claviger.core.Secrets;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.Values;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.json.Shape;
import dev.claviger.server.rest.Route.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What secrets were: their versions, and those that were deleted.
final class VersionRoutes {
  private static final String ALL = "/api/v1/spaces/{space}/secrets/{name}/versions";
  private static final String ONE = ALL + "/{version}";
  private static final String DELETED = "/api/v1/spaces/{space}/deleted-secrets";

  /// How long a deleted secret can be restored.
  private static final Duration KEPT = Duration.ofDays(7);

  private final Secrets secrets;
  private final SecretChanges changes;
  private final Values values;
  private final SecretJson json;

  VersionRoutes(Secrets secrets, SecretChanges changes, Values values, SecretJson json) {
    this.secrets = secrets;
    this.changes = changes;
    this.values = values;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list).taking("environment", "limit", "after"),
        Route.of(Method.GET, ONE, this::describe).taking("environment", "show_values"),
        Route.of(Method.POST, ONE + "/restore", this::restore)
            .taking("environment")
            .reading(Shape.EMPTY),
        Route.of(Method.POST, ONE + "/destroy", this::destroy)
            .taking("environment")
            .reading(Shape.EMPTY),
        Route.of(Method.GET, DELETED, this::deleted).taking("environment", "limit", "after"),
        Route.of(Method.POST, DELETED + "/{id}/restore", this::undelete).reading(Shape.EMPTY));
  }

  private Reply list(Call call) {
    return Page.of(call)
        .of(
            "versions",
            secrets.versions(call.caller(), call.ref()),
            version -> version.version().toString(),
            json::write);
  }

  private Reply describe(Call call) {
    Version wanted = call.version();
    return call.flag("show_values") ? read(call, wanted) : state(call, wanted);
  }

  private Reply read(Call call, Version wanted) {
    try (FetchedSecret fetched = values.read(call.caller(), call.ref(), wanted)) {
      return Reply.ok(
          new JsonWriter()
              .object()
              .field("version", fetched.version().number())
              .value(fetched.value())
              .endObject());
    }
  }

  private Reply state(Call call, Version wanted) {
    return secrets.versions(call.caller(), call.ref()).stream()
        .filter(one -> one.version().equals(wanted))
        .findFirst()
        .map(found -> Reply.ok(json.write(new JsonWriter(), found)))
        .orElseThrow(() -> new NotFound("version " + wanted + " of " + call.ref()));
  }

  private Reply restore(Call call) {
    StoredSecret secret = changes.restore(call.caller(), call.ref(), call.version());
    return Reply.ok(json.write(new JsonWriter(), secret)).with("ETag", "\"" + secret.tag() + "\"");
  }

  private Reply destroy(Call call) {
    Version version = call.version();
    changes.destroy(call.caller(), call.ref(), version);
    return Reply.ok(
        new JsonWriter()
            .object()
            .field("version", version.number())
            .field("state", "destroyed")
            .endObject());
  }

  private Reply deleted(Call call) {
    var environment = call.query("environment").map(EnvironmentName::new).orElse(null);
    return Page.of(call)
        .of(
            "secrets",
            secrets.deleted(call.caller(), call.space(), environment),
            secret -> secret.id().secret().hex(),
            this::writeDeleted);
  }

  private void writeDeleted(JsonWriter document, StoredSecret secret) {
    Instant at = secret.deletedAt();
    json.fields(document.object(), secret)
        .field("deleted_at", Times.orNull(at))
        .field("purged_at", at == null ? null : Times.of(at.plus(KEPT)))
        .endObject();
  }

  private Reply undelete(Call call) {
    StoredSecret secret = changes.undelete(call.caller(), call.space(), new Id(call.path("id")));
    return Reply.ok(json.write(new JsonWriter(), secret));
  }
}
