package dev.claviger.server.rest;

import dev.claviger.core.Secrets;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.server.json.Shape;
import dev.claviger.server.json.Shape.Field;
import dev.claviger.server.rest.Route.Method;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The short paths of I13: the same operations in the token's own scope, else in
/// `default/development`. A secret called `audit` has the main route only.
final class AliasRoutes {
  private static final String ALL = "/api/secrets";
  private static final String AUDIT = "audit";
  private static final String ONE = ALL + "/{name}";
  private static final Scope FALLBACK = new Scope(SpaceName.DEFAULT, EnvironmentName.DEVELOPMENT);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Shape CREATION =
      Shape.of(
          Field.text("key_name").must(),
          Field.secret("value").must(),
          Field.text("encoding"),
          Field.text("description"),
          Field.text("expires_at"),
          Field.text("expired_use"));

  private final Secrets reader;
  private final SecretRoutes secrets;
  private final AuditRoutes audit;

  AliasRoutes(Secrets reader, SecretRoutes secrets, AuditRoutes audit) {
    this.reader = reader;
    this.secrets = secrets;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.of(Method.GET, ALL, this::list)
            .taking("prefix", "q", "expiring", "stale", "show_values", "limit", "after"),
        Route.of(Method.POST, ALL, this::create).taking("upsert").reading(CREATION),
        Route.of(Method.GET, ALL + "/" + AUDIT, this::audit).taking(AuditRoutes.PARAMETERS),
        Route.of(Method.GET, ONE, call -> secrets.describe(call, ref(call))).taking("show_values"),
        Route.of(Method.PUT, ONE, call -> secrets.put(call, ref(call))).reading(SecretBodies.PUT),
        Route.of(Method.PATCH, ONE, call -> secrets.edit(call, ref(call)))
            .reading(SecretBodies.PATCH),
        Route.of(Method.DELETE, ONE, this::delete).taking("hard"));
  }

  private Reply list(Call call) {
    Scope scope = scope(call);
    return secrets.list(call, scope.space(), scope.environment());
  }

  private Reply create(Call call) {
    if (call.flag("upsert")) {
      var name = new SecretName(call.body().must("key_name"));
      return secrets.put(call, new SecretRef(scope(call), name));
    }
    return secrets.create(call, scope(call));
  }

  private Reply audit(Call call) {
    Reach asked = call.place();
    Scope own = call.caller().only();
    return audit.list(
        call, own != null && asked.equals(Reach.EVERYWHERE) ? new InEnvironment(own) : asked);
  }

  /// By name, or by id: an id may look like a name, so what has its form is looked for first.
  private Reply delete(Call call) {
    String text = call.path("name");
    if (!ID.matcher(text).matches()) {
      return secrets.delete(call, ref(call));
    }
    Optional<SecretRef> found = reader.findById(call.caller(), scope(call), new Id(text));
    return secrets.delete(call, found.orElseGet(() -> nameLike(call, text)));
  }

  private static SecretRef nameLike(Call call, String text) {
    if (Character.isDigit(text.charAt(0))) {
      throw new NotFound("secret " + text);
    }
    return ref(call);
  }

  private static SecretRef ref(Call call) {
    if (call.path("name").equals(AUDIT)) {
      throw new NotFound("secret under " + ALL + "/" + AUDIT + ", which is the audit log");
    }
    return new SecretRef(scope(call), call.name());
  }

  private static Scope scope(Call call) {
    Scope own = call.caller().only();
    return own == null ? FALLBACK : own;
  }
}
