package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.Identity;
import dev.claviger.core.PeopleReader;
import dev.claviger.core.PeopleStore;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredPrincipal;
import dev.claviger.core.StoredToken;
import dev.claviger.core.StoredToken.Use;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.TokenId;
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
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Principals, tokens and bindings on the tables of those names.
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcPeople implements PeopleReader, PeopleStore {
  private static final int MAX_LISTED = 1_000;

  private static final String PRINCIPALS =
      """
      SELECT id, kind, name, description, password_hash, created_at_ms, created_by
        FROM principal
      """;
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
  private static final String TOKENS =
      """
      SELECT token.id, token.purpose, token.verifier, token.key_generation, token.principal_id,
             principal.kind, principal.name AS owner, token.name, token.space, token.environment,
             token.created_at_ms, token.expires_at_ms
        FROM token
        JOIN principal ON principal.id = token.principal_id AND principal.live_name IS NOT NULL
      """;
  private static final String TOKEN = TOKENS + " WHERE token.id = ? AND token.ended_at_ms IS NULL";
  private static final String LIVING_TOKENS =
      TOKENS
          + " WHERE token.ended_at_ms IS NULL"
          + " AND (token.expires_at_ms IS NULL OR token.expires_at_ms > ?)";
  private static final String BY_AGE = " ORDER BY token.created_at_ms DESC, token.id LIMIT ?";
  private static final String TOKENS_OF = LIVING_TOKENS + " AND token.principal_id = ?" + BY_AGE;
  private static final String ALL_TOKENS = LIVING_TOKENS + BY_AGE;
  private static final String ADD_TOKEN =
      """
      INSERT INTO token (id, purpose, verifier, key_generation, principal_id, name, space,
                         environment, created_at_ms, expires_at_ms)
      SELECT ?, ?, ?, ?, principal.id, ?, ?, ?, ?, ?
        FROM principal
       WHERE principal.id = ? AND principal.live_name IS NOT NULL
      """;
  private static final String LIVING_TOKENS_OF =
      """
      SELECT id FROM token WHERE principal_id = ? AND ended_at_ms IS NULL
      """;
  private static final String LIVING_TOKENS_IN =
      """
      SELECT id FROM token WHERE space = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKENS_IN =
      """
      UPDATE token SET ended_at_ms = ? WHERE space = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKEN =
      """
      UPDATE token SET ended_at_ms = ? WHERE id = ? AND ended_at_ms IS NULL
      """;
  private static final String END_TOKENS =
      """
      UPDATE token SET ended_at_ms = ? WHERE principal_id = ? AND ended_at_ms IS NULL
      """;
  private static final String END_SESSIONS =
      """
      UPDATE token SET ended_at_ms = ?
       WHERE principal_id = ? AND ended_at_ms IS NULL
         AND purpose IN ('session', 'first_password') AND id <> ?
      """;
  private static final String BINDINGS =
      """
      SELECT binding.id, binding.principal_id, principal.kind, principal.name AS owner,
             binding.role, binding.space, binding.environment, binding.created_at_ms,
             binding.created_by
        FROM binding
        JOIN principal ON principal.id = binding.principal_id
      """;
  private static final String BINDINGS_OF = BINDINGS + " WHERE binding.principal_id = ?";
  private static final String ALL_BINDINGS =
      BINDINGS + " ORDER BY principal.kind, principal.name, binding.space, binding.role";
  private static final String BINDING = BINDINGS + " WHERE binding.id = ?";
  private static final String BIND =
      """
      INSERT INTO binding (id, principal_id, role, space, environment, created_at_ms, created_by)
      SELECT ?, principal.id, ?, ?, ?, ?, ?
        FROM principal
       WHERE principal.id = ? AND principal.live_name IS NOT NULL
         AND NOT EXISTS (
               SELECT 1 FROM binding taken
                WHERE taken.principal_id = principal.id AND taken.role = ? AND taken.space = ?
                  AND taken.environment = ?)
      """;
  private static final String OWNERS_IN =
      """
      SELECT DISTINCT principal_id FROM binding WHERE space = ?
      """;
  private static final String OWNER = "SELECT principal_id FROM binding WHERE id = ?";
  private static final String UNBIND_IN = "DELETE FROM binding WHERE space = ?";
  private static final String UNBIND = "DELETE FROM binding WHERE id = ?";
  private static final String LIVES =
      """
      SELECT 1 AS found FROM principal WHERE id = ? AND live_name IS NOT NULL
      """;
  private static final String UNBIND_ALL = "DELETE FROM binding WHERE principal_id = ?";

  private final Sql sql;
  private final Caches caches;
  private final Consumer<Runnable> touched;

  JdbcPeople(Sql sql, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.caches = caches;
    this.touched = touched;
  }

  @Override
  public Optional<StoredPrincipal> find(Principal principal) {
    return sql.first(FIND, JdbcPeople::principal, principal.kind().word(), principal.name());
  }

  @Override
  public List<StoredPrincipal> list(@Nullable PrincipalKind kind) {
    return kind == null
        ? sql.query(LIST, JdbcPeople::principal, MAX_LISTED)
        : sql.query(LIST_KIND, JdbcPeople::principal, kind.word(), MAX_LISTED);
  }

  @Override
  public Optional<StoredToken> token(TokenId id) {
    return caches.tokens.get(id, this::load);
  }

  private Optional<StoredToken> load(TokenId id) {
    return sql.first(TOKEN, JdbcPeople::token, id.value());
  }

  @Override
  public List<StoredToken> tokens(@Nullable Id owner, Instant now) {
    return owner == null
        ? sql.query(ALL_TOKENS, JdbcPeople::token, now.toEpochMilli(), MAX_LISTED)
        : sql.query(TOKENS_OF, JdbcPeople::token, now.toEpochMilli(), owner.bytes(), MAX_LISTED);
  }

  @Override
  public List<StoredBinding> bindingsOf(Id principal) {
    return caches.bindings.get(principal, this::loadBindings).orElse(List.of());
  }

  private Optional<List<StoredBinding>> loadBindings(Id principal) {
    return Optional.of(
        List.copyOf(sql.query(BINDINGS_OF, JdbcPeople::binding, (Object) principal.bytes())));
  }

  @Override
  public List<StoredBinding> bindings() {
    return sql.query(ALL_BINDINGS, JdbcPeople::binding);
  }

  @Override
  public Optional<StoredBinding> binding(Id id) {
    return sql.first(BINDING, JdbcPeople::binding, (Object) id.bytes());
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
  }

  @Override
  public void delete(Identity principal, Instant at) {
    byte[] id = principal.id().bytes();
    if (sql.update(DELETE, at.toEpochMilli(), id) == 0) {
      throw new NotFound("principal " + principal.principal());
    }
    touchTokens(LIVING_TOKENS_OF, id);
    sql.update(END_TOKENS, at.toEpochMilli(), id);
    sql.update(UNBIND_ALL, (Object) id);
    touchBindings(principal.id());
  }

  @Override
  public void setPassword(
      Identity user, String passwordHash, @Nullable TokenId except, Instant at) {
    if (sql.update(SET_PASSWORD, passwordHash, user.id().bytes()) == 0) {
      throw new NotFound("principal " + user.principal());
    }
    touchTokens(LIVING_TOKENS_OF, user.id().bytes());
    String kept = except == null ? "" : except.value();
    sql.update(END_SESSIONS, at.toEpochMilli(), user.id().bytes(), kept);
  }

  @Override
  public void createToken(StoredToken token) {
    Scope only = token.only();
    touch(token.id());
    int added =
        sql.update(
            ADD_TOKEN,
            token.id().value(),
            token.use().name().toLowerCase(Locale.ROOT),
            token.verifier().bytes(),
            token.keyGeneration(),
            token.name(),
            only == null ? null : only.space().value(),
            only == null ? null : only.environment().value(),
            token.createdAt().toEpochMilli(),
            millis(token.expiresAt()),
            token.owner().id().bytes());
    if (added == 0) {
      throw new NotFound("principal " + token.owner().principal());
    }
  }

  /// Takes away what is good for one space only, once that is gone.
  void forgetSpace(SpaceName space, Instant at) {
    touchTokens(LIVING_TOKENS_IN, space.value());
    sql.update(END_TOKENS_IN, at.toEpochMilli(), space.value());
    sql.query(OWNERS_IN, row -> id(row, "principal_id"), space.value())
        .forEach(this::touchBindings);
    sql.update(UNBIND_IN, space.value());
  }

  @Override
  public void revokeToken(TokenId id, Instant at) {
    touch(id);
    if (sql.update(END_TOKEN, at.toEpochMilli(), id.value()) == 0) {
      throw new NotFound("token " + id);
    }
  }

  @Override
  public void consume(TokenId id, Instant at) {
    touch(id);
    if (sql.update(END_TOKEN, at.toEpochMilli(), id.value()) == 0) {
      throw new Unauthenticated();
    }
  }

  @Override
  public void bind(StoredBinding binding) {
    String space = space(binding.reach());
    String environment = environment(binding.reach());
    String role = binding.role().value();
    Id owner = binding.owner().id();
    touchBindings(owner);
    int bound =
        sql.update(
            BIND,
            binding.id().bytes(),
            role,
            space,
            environment,
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
  }

  @Override
  public void unbind(Id binding) {
    sql.first(OWNER, row -> id(row, "principal_id"), (Object) binding.bytes())
        .ifPresent(this::touchBindings);
    if (sql.update(UNBIND, (Object) binding.bytes()) == 0) {
      throw new NotFound("binding " + binding);
    }
  }

  private void touch(TokenId id) {
    touched.accept(() -> caches.tokens.invalidate(id));
  }

  private void touchTokens(String living, Object of) {
    sql.query(living, row -> new TokenId(row.getString("id")), of).forEach(this::touch);
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

  private static Principal name(ResultSet row, String column) throws SQLException {
    return new Principal(PrincipalKind.parse(row.getString("kind")), row.getString(column));
  }

  private static StoredToken token(ResultSet row) throws SQLException {
    String space = row.getString("space");
    Scope only =
        space == null
            ? null
            : new Scope(new SpaceName(space), new EnvironmentName(row.getString("environment")));
    return new StoredToken(
        new TokenId(row.getString("id")),
        Use.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
        new Digest(row.getBytes("verifier")),
        row.getInt("key_generation"),
        new Identity(id(row, "principal_id"), name(row, "owner")),
        row.getString("name"),
        only,
        time(row, "created_at_ms"),
        timeOrNull(row, "expires_at_ms"));
  }

  private static StoredBinding binding(ResultSet row) throws SQLException {
    return new StoredBinding(
        id(row, "id"),
        new Identity(id(row, "principal_id"), name(row, "owner")),
        new RoleName(row.getString("role")),
        reach(row.getString("space"), row.getString("environment")),
        time(row, "created_at_ms"),
        row.getString("created_by"));
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
