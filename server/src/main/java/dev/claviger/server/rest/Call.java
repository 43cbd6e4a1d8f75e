package dev.claviger.server.rest;

import dev.claviger.core.Caller;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.server.http.Target;
import dev.claviger.server.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request as a handler sees it: who calls is known, and the body has its shape.
///
/// @param variables what stood in the braces of the route
/// @param body empty if the route reads none
/// @param ifMatch the header as it came; null if there is none
record Call(
    Caller caller,
    Target target,
    Map<String, String> variables,
    JsonObject body,
    @Nullable String ifMatch) {
  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,19}-[0-9]{1,19})\"");

  /// What stood in the braces called `name`.
  String path(String name) {
    return Objects.requireNonNull(variables.get(name), name);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(target.query().get(name));
  }

  /// A parameter that is `true` or `false`; false if it is missing.
  boolean flag(String name) {
    return switch (query(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidInput(name, "must be true or false");
    };
  }

  SpaceName space() {
    return new SpaceName(path("space"));
  }

  /// The environment of the query, `development` if it is missing.
  Scope scope() {
    var environment = query("environment").map(EnvironmentName::new);
    return new Scope(space(), environment.orElse(EnvironmentName.DEVELOPMENT));
  }

  SecretRef ref() {
    return new SecretRef(scope(), name());
  }

  SecretName name() {
    return new SecretName(path("name"));
  }

  Version version() {
    String text = path("version");
    if (!text.matches("[0-9]{1,18}")) {
      throw new InvalidInput("version", "must be a number");
    }
    return new Version(Long.parseLong(text));
  }

  Principal principal() {
    return Principal.parse(path("principal"));
  }

  /// The place that `space` and `environment` of the query name; everywhere without them.
  Reach place() {
    var space = query("space").map(SpaceName::new);
    var environment = query("environment").map(EnvironmentName::new);
    if (space.isEmpty()) {
      if (environment.isPresent()) {
        throw new InvalidInput("environment", "needs a space beside it");
      }
      return Reach.EVERYWHERE;
    }
    return environment.isEmpty()
        ? new InSpace(space.get())
        : new InEnvironment(new Scope(space.get(), environment.get()));
  }

  /// The tag of `If-Match`; null if there is none.
  @Nullable String expectedTag() {
    if (ifMatch == null) {
      return null;
    }
    Matcher matcher = TAG.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      throw new InvalidInput("If-Match", "must be one ETag as it was given, in its quotes");
    }
    return matcher.group(1);
  }
}
