package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.time;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.core.Identity;
import dev.claviger.core.PeopleReader;
import dev.claviger.core.PeopleStore;
import dev.claviger.core.Roles;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredRole;
import dev.claviger.core.StoredToken;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Description;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Principals and bindings on the tables of those names; their tokens are [JdbcTokens], the roles
/// [JdbcRoles].
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcPeople implements PeopleReader, PeopleStore {
  private static final int MAX_LISTED = 1_000;
  private static final List<SealedTable> PRINCIPAL = List.of(SealedTable.PRINCIPAL);
  private static final List<SealedTable> BOUND =
      List.of(SealedTable.BINDING, SealedTable.PRINCIPAL);

  private static final String PRINCIPALS =
      """
      SELECT id, kind, name, description, password_hash, created_at_ms, created_by, %s
        FROM principal
      """
          .formatted(SealedTable.PRINCIPAL.selection());
  private static final String FIND = PRINCIPALS + " WHERE kind = ? AND live_name = ?";
  private static final String LIST =
      PRINCIPALS + " WHERE live_name IS NOT NULL ORDER BY kind, name LIMIT ?";
  private static final String LIST_KIND =
      PRINCIPALS + " WHERE live_name IS NOT NULL AND kind = ? ORDER BY name LIMIT ?";
  private static final String CREATE =
      """
      INSERT INTO principal (id, kind, name, live_name, description, password_hash, created_at_ms,
                             created_by)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?
        FROM instance
       WHERE NOT EXISTS (
               SELECT 1 FROM principal taken WHERE taken.kind = ? AND taken.live_name = ?)
      """;
  private static final String DELETE =
      """
      UPDATE principal SET live_name = NULL, password_hash = NULL, deleted_at_ms = ?
       WHERE id = ? AND live_name IS NOT NULL
      """;
  private static final String SET_PASSWORD =
      """
      UPDATE principal SET password_hash = ? WHERE id = ? AND live_name IS NOT NULL
      """;
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
  private final JdbcTokens tokens;
  private final JdbcRoles roles;
  private final Consumer<Runnable> touched;

  JdbcPeople(Sql sql, RowMacs macs, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.caches = caches;
    this.tokens = new JdbcTokens(sql, macs, caches, touched);
    this.roles = new JdbcRoles(sql, macs, caches, touched);
    this.touched = touched;
  }

  @Override
  public Optional<StoredPrincipal> find(Principal principal) {
    return macs.first(
        PRINCIPAL, FIND, JdbcPeople::principal, principal.kind().word(), principal.name());
  }

  @Override
  public List<StoredPrincipal> list(@Nullable PrincipalKind kind) {
    return kind == null
        ? macs.query(PRINCIPAL, LIST, JdbcPeople::principal, MAX_LISTED)
        : macs.query(PRINCIPAL, LIST_KIND, JdbcPeople::principal, kind.word(), MAX_LISTED);
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    return tokens.find(id);
  }

  @Override
  public List<StoredToken> tokens(@Nullable Id owner, Instant now) {
    return tokens.list(owner, now);
  }

  @Override
  public List<StoredBinding> bindingsOf(Id principal) {
    return caches.bindings.get(principal, this::loadBindings).orElse(List.of());
  }

  private Optional<List<StoredBinding>> loadBindings(Id principal) {
    return Optional.of(
        List.copyOf(
            macs.query(BOUND, BINDINGS_OF, JdbcPeople::binding, (Object) principal.bytes())));
  }

  @Override
  public List<StoredBinding> bindings() {
    return macs.query(BOUND, ALL_BINDINGS, JdbcPeople::binding);
  }

  @Override
  public Optional<StoredBinding> binding(Id id) {
    return macs.first(BOUND, BINDING, JdbcPeople::binding, (Object) id.bytes());
  }

  @Override
  public Optional<StoredRole> role(RoleName name) {
    return roles.find(name);
  }

  @Override
  public List<StoredRole> roles() {
    return roles.all();
  }

  @Override
  public void createRole(StoredRole role) {
    roles.create(role);
  }

  @Override
  public void updateRole(StoredRole role) {
    roles.update(role);
  }

  @Override
  public void deleteRole(RoleName name) {
    roles.delete(name);
  }

  @Override
  public void create(StoredPrincipal principal) {
    Principal name = principal.identity().principal();
    int created =
        sql.update(
            CREATE,
            principal.identity().id().bytes(),
            name.kind().word(),
            name.name(),
            name.name(),
            principal.description().text(),
            principal.passwordHash(),
            principal.createdAt().toEpochMilli(),
            principal.createdBy(),
            name.kind().word(),
            name.name());
    if (created == 0) {
      throw new NameTaken("principal " + name);
    }
    macs.changed(SealedTable.PRINCIPAL, principal.identity().id().bytes());
  }

  @Override
  public void delete(Identity principal, Instant at) {
    byte[] id = principal.id().bytes();
    if (sql.update(DELETE, at.toEpochMilli(), id) == 0) {
      throw new NotFound("principal " + principal.principal());
    }
    macs.changed(SealedTable.PRINCIPAL, id);
    tokens.endAll(principal.id(), at);
    List<Id> bound = sql.query(BOUND_TO, row -> id(row, "id"), (Object) id);
    sql.update(UNBIND_ALL, (Object) id);
    bound.forEach(this::seal);
    touchBindings(principal.id());
  }

  @Override
  public void setPassword(
      Identity user, String passwordHash, @Nullable TokenId except, Instant at) {
    if (sql.update(SET_PASSWORD, passwordHash, user.id().bytes()) == 0) {
      throw new NotFound("principal " + user.principal());
    }
    macs.changed(SealedTable.PRINCIPAL, user.id().bytes());
    tokens.endSessions(user.id(), except, at);
  }

  @Override
  public void createToken(StoredToken token) {
    if (!tokens.add(token)) {
      throw new NotFound("principal " + token.owner().principal());
    }
  }

  @Override
  public void replaceToken(TokenId id, Instant at, Instant until) {
    if (!tokens.replace(id, at, until)) {
      throw new Conflict("the token " + id + " has ended, or another one took its place");
    }
  }

  @Override
  public int endSessions(Instant at) {
    return tokens.endSessions(at);
  }

  /// Takes away what is good for one space only, once that is gone.
  void forgetSpace(SpaceName space, Instant at) {
    tokens.endIn(space, at);
    List<Id> bound = bound(BOUND_IN, space.value());
    sql.update(UNBIND_IN, space.value());
    bound.forEach(this::seal);
  }

  /// Takes away what is good for one environment only, once that is gone.
  void forgetEnvironment(Scope scope, Instant at) {
    String space = scope.space().value();
    String environment = scope.environment().value();
    tokens.endIn(scope, at);
    List<Id> bound = bound(BOUND_AT, space, environment);
    sql.update(UNBIND_AT, space, environment);
    bound.forEach(this::seal);
  }

  private List<Id> bound(String text, Object... where) {
    return sql.query(
        text,
        row -> {
          touchBindings(id(row, "principal_id"));
          return id(row, "id");
        },
        where);
  }

  private void seal(Id binding) {
    macs.changed(SealedTable.BINDING, binding.bytes());
  }

  @Override
  public void revokeToken(TokenId id, Instant at) {
    if (!tokens.end(id, at)) {
      throw new NotFound("token " + id);
    }
  }

  @Override
  public void consume(TokenId id, Instant at) {
    if (!tokens.end(id, at)) {
      throw new Unauthenticated();
    }
  }

  @Override
  public void bind(StoredBinding binding) {
    String space = space(binding.reach());
    String environment = environment(binding.reach());
    String role = binding.role().value();
    Id owner = binding.owner().id();
    if (!Roles.builtIn().contains(binding.role()) && !roles.exists(binding.role())) {
      throw JdbcRoles.missing(binding.role());
    }
    touchBindings(owner);
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

  @Override
  public void unbind(Id binding) {
    sql.first(OWNER, row -> id(row, "principal_id"), (Object) binding.bytes())
        .ifPresent(this::touchBindings);
    if (sql.update(UNBIND, (Object) binding.bytes()) == 0) {
      throw new NotFound("binding " + binding);
    }
    seal(binding);
  }

  private void touchBindings(Id owner) {
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

  private static StoredPrincipal principal(ResultSet row) throws SQLException {
    return new StoredPrincipal(
        new Identity(id(row, "id"), name(row, "name")),
        new Description(row.getString("description")),
        row.getString("password_hash"),
        time(row, "created_at_ms"),
        row.getString("created_by"));
  }

  static Principal name(ResultSet row, String column) throws SQLException {
    return new Principal(PrincipalKind.parse(row.getString("kind")), row.getString(column));
  }

  private static StoredBinding binding(ResultSet row) throws SQLException {
    return new StoredBinding(
        id(row, "id"),
        new Identity(id(row, "principal_id"), name(row, "owner")),
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
