package dev.claviger.server.rest;

import dev.claviger.core.RefusedRow;
import dev.claviger.core.RotationReader.QuarantinedVersion;
import dev.claviger.core.RowWatch;
import dev.claviger.core.Status;
import dev.claviger.core.StoredSecret;
import dev.claviger.server.config.ServerSettings.Origin;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import dev.claviger.server.rest.ServerReport.Warning;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is, and its settings.
final class ServerRoutes {
  private final Status status;
  private final ServerReport report;
  private final Clock clock;

  ServerRoutes(Status status, ServerReport report, Clock clock) {
    this.status = status;
    this.report = report;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, "/api/v1/status", this::status),
        Route.of(Method.GET, "/api/v1/settings", this::settings));
  }

  private Reply status(Call call) {
    Status.Report found = status.report(call.caller());
    List<StoredSecret> expiring = found.expiring();
    Instant now = clock.instant();
    var json = new JsonWriter().object().field("state", "ready").list("warnings");
    report.warnings().get().forEach(warning -> write(json, warning));
    expiring.stream()
        .filter(secret -> !secret.expired(now))
        .forEach(secret -> write(json, secret, "secret_expires", soon(secret)));
    json.endList().list("alerts");
    expiring.stream()
        .filter(secret -> secret.expired(now))
        .forEach(
            secret ->
                write(json, secret, "secret_expired", "Secret expired: " + secret.ref().name()));
    found.quarantined().forEach(version -> write(json, version));
    found.refused().forEach(row -> write(json, row));
    return Reply.ok(json.endList().field("audit_retention", retention()).endObject());
  }

  /// As it was set, such as `90d`.
  private String retention() {
    return report.settings().origins().stream()
        .filter(origin -> origin.name().equals("audit.retention"))
        .findFirst()
        .map(Origin::value)
        .orElseThrow();
  }

  private static String soon(StoredSecret secret) {
    return "Secret expires at " + end(secret.expiresAt()) + ": " + secret.ref().name();
  }

  private static String end(@Nullable Instant time) {
    return time == null ? "" : Times.of(time);
  }

  private static void write(JsonWriter json, Warning warning) {
    json.object().field("code", warning.code()).field("message", warning.message()).endObject();
  }

  /// With no field that names the place, because a new value would not help the one that is lost.
  private static void write(JsonWriter json, QuarantinedVersion version) {
    json.object()
        .field("code", "version_quarantined")
        .field(
            "message",
            "Version %s of %s in %s cannot be read, and stays under the key that it names"
                .formatted(version.version(), version.ref().name(), version.ref().scope()))
        .endObject();
  }

  private static void write(JsonWriter json, RefusedRow row) {
    json.object()
        .field("code", "row_refused")
        .field(
            "message",
            "Row not written by this server: %s (%s); see: claviger audit list --action %s"
                .formatted(row, row.reason(), RowWatch.REFUSED))
        .endObject();
  }

  private static void write(JsonWriter json, StoredSecret secret, String code, String message) {
    json.object()
        .field("code", code)
        .field("message", message)
        .field("space", secret.ref().scope().space())
        .field("environment", secret.ref().scope().environment())
        .field("key_name", secret.ref().name())
        .field("expires_at", Times.orNull(secret.expiresAt()))
        .endObject();
  }

  private Reply settings(Call call) {
    var json = new JsonWriter().object().list("settings");
    for (Origin origin : status.settings(call.caller(), report.settings()::origins)) {
      json.object()
          .field("name", origin.name())
          .field("value", origin.value())
          .field("source", origin.source().word())
          .endObject();
    }
    return Reply.ok(json.endList().endObject());
  }
}
