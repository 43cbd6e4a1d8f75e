package dev.claviger.server.rest;

import dev.claviger.server.http.Target;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A request as a handler sees it: everything that does not depend on the route is parsed.
///
/// @param variables what stood in the braces of the route
record Call(Target target, Map<String, String> variables) {

  /// What stood in the braces called `name`.
  String path(String name) {
    return Objects.requireNonNull(variables.get(name), name);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(target.query().get(name));
  }
}
