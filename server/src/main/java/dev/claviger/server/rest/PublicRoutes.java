package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.http.ServerFacts;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// What everybody may know, with no credential.
final class PublicRoutes {
  private static final String DOCUMENT = "/openapi.yaml";

  private final ServerFacts facts;
  private final BooleanSupplier ready;

  PublicRoutes(ServerFacts facts, BooleanSupplier ready) {
    this.facts = facts;
    this.ready = ready;
  }

  /// @param listener which one serves them: `rest` or `grpc`
  List<Route> routes(String listener) {
    return List.of(
        Route.of(Method.GET, "/health", _ -> health()).withoutCredential(),
        Route.of(Method.GET, "/ready", _ -> ready()).withoutCredential(),
        Route.of(Method.GET, DOCUMENT, _ -> document()).withoutCredential(),
        Route.of(Method.GET, "/api/v1" + DOCUMENT, _ -> document()).withoutCredential(),
        Route.of(Method.GET, "/api/v1/server", _ -> Reply.ok(facts.json(listener)))
            .withoutCredential());
  }

  private Reply health() {
    return facts.sealed() ? Reply.json(503, status("sealed")) : Reply.ok(status("ok"));
  }

  private Reply ready() {
    if (facts.sealed()) {
      return Reply.json(503, status("sealed"));
    }
    boolean now = ready.getAsBoolean();
    return Reply.json(now ? 200 : 503, status(now ? "ready" : "not_ready"));
  }

  private static JsonWriter status(String word) {
    return new JsonWriter().object().field("status", word).endObject();
  }

  private static Reply document() {
    try (InputStream document =
        Objects.requireNonNull(PublicRoutes.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
      return Reply.text("application/yaml", new String(document.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
