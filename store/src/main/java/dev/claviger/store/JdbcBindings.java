package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.time;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.core.Identity;
import dev.claviger.core.Roles;
import dev.claviger.core.StoredBinding;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Bindings on the table `binding`.
final class JdbcBindings {
  private static final List<SealedTable> BOUND =
      List.of(SealedTable.BINDING, SealedTable.PRINCIPAL);

  private static final String BINDINGS =
      """
      SELECT binding.id, binding.principal_id, principal.kind, principal.name AS owner,
             binding.role, binding.space, binding.environment, binding.only_names,
             binding.created_at_ms, binding.created_by, %s, %s
        FROM binding
        JOIN principal ON principal.id = binding.principal_id
      """
          .formatted(SealedTable.BINDING.selection(), SealedTable.PRINCIPAL.selection());
  private static final String BINDINGS_OF = BINDINGS + " WHERE binding.principal_id = ?";
  private static final String ALL_BINDINGS =
      BINDINGS + " ORDER BY principal.kind, principal.name, binding.space, binding.role";
  private static final String BINDING = BINDINGS + " WHERE binding.id = ?";
  private static final String BIND =
      """
      INSERT INTO binding (id, principal_id, role, space, environment, only_names, created_at_ms,
                           created_by)
      SELECT ?, principal.id, ?, ?, ?, ?, ?, ?
        FROM principal
       WHERE principal.id = ? AND principal.live_name IS NOT NULL
         AND NOT EXISTS (
               SELECT 1 FROM binding taken
                WHERE taken.principal_id = principal.id AND taken.role = ? AND taken.space = ?
                  AND taken.environment = ?)
      """;
  private static final String BOUND_IN = "SELECT id, principal_id FROM binding WHERE space = ?";
  private static final String BOUND_TO = "SELECT id FROM binding WHERE principal_id = ?";
  private static final String OWNER = "SELECT principal_id FROM binding WHERE id = ?";
  private static final String BOUND_AT = BOUND_IN + " AND environment = ?";
  private static final String UNBIND_AT = "DELETE FROM binding WHERE space = ? AND environment = ?";
  private static final String UNBIND_IN = "DELETE FROM binding WHERE space = ?";
  private static final String UNBIND = "DELETE FROM binding WHERE id = ?";
  private static final String LIVES =
      """
      SELECT 1 AS found FROM principal WHERE id = ? AND live_name IS NOT NULL
      """;
  private static final String UNBIND_ALL = "DELETE FROM binding WHERE principal_id = ?";

  private final Sql sql;
  private final RowMacs macs;
  private final Caches caches;
  private final JdbcRoles roles;
  private final Consumer<Runnable> touched;

  /// @param roles those that can be given, besides the built-in ones
  JdbcBindings(Sql sql, RowMacs macs, Caches caches, JdbcRoles roles, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.caches = caches;
    this.roles = roles;
    this.touched = touched;
  }

  List<StoredBinding> of(Id principal) {
    return caches.bindings.get(principal, this::load).orElse(List.of());
  }

  private Optional<List<StoredBinding>> load(Id principal) {
    return Optional.of(
        List.copyOf(
            macs.query(BOUND, BINDINGS_OF, JdbcBindings::binding, (Object) principal.bytes())));
  }

  List<StoredBinding> all() {
    return macs.query(BOUND, ALL_BINDINGS, JdbcBindings::binding);
  }

  Optional<StoredBinding> find(Id id) {
    return macs.first(BOUND, BINDING, JdbcBindings::binding, (Object) id.bytes());
  }

  void add(StoredBinding binding) {
    String space = space(binding.reach());
    String environment = environment(binding.reach());
    String role = binding.role().value();
    Id owner = binding.owner().id();
    if (!Roles.builtIn().contains(binding.role()) && !roles.exists(binding.role())) {
      throw JdbcRoles.missing(binding.role());
    }
    touch(owner);
    int bound =
        sql.update(
            BIND,
            binding.id().bytes(),
            role,
            space,
            environment,
            names(binding.only()),
            binding.createdAt().toEpochMilli(),
            binding.createdBy(),
            owner.bytes(),
            role,
            space,
            environment);
    if (bound == 0 && sql.first(LIVES, _ -> true, (Object) owner.bytes()).isEmpty()) {
      throw new NotFound("principal " + binding.owner().principal());
    }
    if (bound == 0) {
      throw new NameTaken(
          "binding of " + role + " to " + binding.owner().principal() + " in " + binding.reach());
    }
    seal(binding.id());
  }

  void remove(Id binding) {
    sql.first(OWNER, row -> id(row, "principal_id"), (Object) binding.bytes())
        .ifPresent(this::touch);
    if (sql.update(UNBIND, (Object) binding.bytes()) == 0) {
      throw new NotFound("binding " + binding);
    }
    seal(binding);
  }

  private void touch(Id owner) {
    touched.accept(() -> caches.bindings.invalidate(owner));
  }

  private static String space(Reach reach) {
    return switch (reach) {
      case Reach.Everywhere _ -> "";
      case Reach.InSpace(var space) -> space.value();
      case Reach.InEnvironment(var scope) -> scope.space().value();
    };
  }

  private static String environment(Reach reach) {
    return reach instanceof Reach.InEnvironment(var scope) ? scope.environment().value() : "";
  }

  /// Removes those that hold in one space only.
  void removeIn(SpaceName space) {
    List<Id> bound = bound(BOUND_IN, space.value());
    sql.update(UNBIND_IN, space.value());
    bound.forEach(this::seal);
  }

  /// Removes those that hold in one environment only.
  void removeIn(Scope scope) {
    String space = scope.space().value();
    String environment = scope.environment().value();
    List<Id> bound = bound(BOUND_AT, space, environment);
    sql.update(UNBIND_AT, space, environment);
    bound.forEach(this::seal);
  }

  private List<Id> bound(String text, Object... where) {
    return sql.query(
        text,
        row -> {
          touch(id(row, "principal_id"));
          return id(row, "id");
        },
        where);
  }

  private void seal(Id binding) {
    macs.changed(SealedTable.BINDING, binding.bytes());
  }

  /// Removes those of a principal.
  void removeOf(Id principal) {
    List<Id> bound = sql.query(BOUND_TO, row -> id(row, "id"), (Object) principal.bytes());
    sql.update(UNBIND_ALL, (Object) principal.bytes());
    bound.forEach(this::seal);
    touch(principal);
  }

  private static StoredBinding binding(ResultSet row) throws SQLException {
    return new StoredBinding(
        id(row, "id"),
        new Identity(id(row, "principal_id"), JdbcPeople.name(row, "owner")),
        new RoleName(row.getString("role")),
        reach(row.getString("space"), row.getString("environment")),
        names(row.getBytes("only_names")),
        time(row, "created_at_ms"),
        row.getString("created_by"));
  }

  /// In byte order, so that the same names are the same bytes.
  private static byte @Nullable [] names(Set<SecretName> names) {
    return names.isEmpty()
        ? null
        : names.stream()
            .map(SecretName::value)
            .sorted()
            .collect(Collectors.joining(","))
            .getBytes(US_ASCII);
  }

  private static Set<SecretName> names(byte @Nullable [] list) {
    return list == null
        ? Set.of()
        : Stream.of(new String(list, US_ASCII).split(",", -1))
            .map(SecretName::new)
            .collect(Collectors.toSet());
  }

  private static Reach reach(String space, String environment) {
    if (space.isEmpty()) {
      return Reach.EVERYWHERE;
    }
    var name = new SpaceName(space);
    return environment.isEmpty()
        ? new Reach.InSpace(name)
        : new Reach.InEnvironment(new Scope(name, new EnvironmentName(environment)));
  }
}
