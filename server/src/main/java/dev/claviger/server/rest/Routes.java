package dev.claviger.server.rest;

import dev.claviger.server.rest.Route.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path. A path with fixed parts goes before one with parts in braces.
final class Routes {
  private final List<Route> all;
  private final Map<Integer, List<Route>> byLength = new HashMap<>();

  private final boolean complete;

  /// @param complete whether these are all routes; a sealed server has but a few of them
  Routes(List<Route> all, boolean complete) {
    this.complete = complete;
    this.all = List.copyOf(all);
    all.forEach(
        route -> byLength.computeIfAbsent(route.parts().size(), _ -> new ArrayList<>()).add(route));
    byLength.values().forEach(routes -> routes.sort(Comparator.comparing(Routes::variables)));
  }

  private static long variables(Route route) {
    return route.parts().stream().filter(part -> part.startsWith("{")).count();
  }

  /// A route and what stood in its braces.
  record Match(Route route, Map<String, String> variables) {}

  boolean complete() {
    return complete;
  }

  List<Route> all() {
    return all;
  }

  /// The route for `method`, or null if that path has none for it.
  @Nullable Match find(String method, List<String> segments) {
    for (Route route : byLength.getOrDefault(segments.size(), List.of())) {
      Map<String, String> variables =
          route.method().name().equals(method) ? route.match(segments) : null;
      if (variables != null) {
        return new Match(route, variables);
      }
    }
    return null;
  }

  /// The methods that a path has, such as `GET, POST`; empty if there is no such path.
  String allowed(List<String> segments) {
    return byLength.getOrDefault(segments.size(), List.of()).stream()
        .filter(route -> route.match(segments) != null)
        .map(Route::method)
        .distinct()
        .sorted()
        .map(Method::name)
        .collect(Collectors.joining(", "));
  }
}
