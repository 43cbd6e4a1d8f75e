package dev.claviger.server.rest;

import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.random.RandomGenerator;

/// The management plane: every route there is.
public final class RestPlane {
  private final Routes routes;
  private final RandomGenerator random;

  public RestPlane(RandomGenerator random) {
    this.random = random;
    this.routes =
        new Routes(
            List.of(
                Route.of(Method.GET, "/health", _ -> health()).withoutCredential(),
                Route.of(Method.GET, "/api/v1/server", _ -> health()).withoutCredential()));
  }

  /// What the listener serves.
  public HttpRouting.Builder routing() {
    return HttpRouting.builder().any(new Dispatcher(routes, random));
  }

  List<Route> routes() {
    return routes.all();
  }

  private static Reply health() {
    return Reply.ok(new JsonWriter().object().field("status", "ok").endObject());
  }
}
