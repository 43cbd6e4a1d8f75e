package dev.claviger.core;

import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import org.jspecify.annotations.Nullable;

/// What an operation is about, as entries name it. Parsed names only.
///
/// @param type such as `secret`, `space`, `binding`
/// @param name of the thing in its place; null for a whole list
public record Resource(
    String type,
    @Nullable SpaceName space,
    @Nullable EnvironmentName environment,
    @Nullable String name) {

  static Resource of(SecretRef ref) {
    return new Resource(
        "secret", ref.scope().space(), ref.scope().environment(), ref.name().value());
  }

  static Resource in(String type, Reach place, @Nullable String name) {
    return switch (place) {
      case Reach.Everywhere _ -> new Resource(type, null, null, name);
      case Reach.InSpace(var space) -> new Resource(type, space, null, name);
      case Reach.InEnvironment(Scope(var space, var environment)) ->
          new Resource(type, space, environment, name);
    };
  }
}
