package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.time;

import dev.claviger.core.Identity;
import dev.claviger.core.PeopleReader;
import dev.claviger.core.PeopleStore;
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
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Principals and bindings on the tables of those names; their tokens are [JdbcTokens], the roles
/// [JdbcRoles].
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcPeople implements PeopleReader, PeopleStore {
  private static final int MAX_LISTED = 1_000;
  private static final List<SealedTable> PRINCIPAL = List.of(SealedTable.PRINCIPAL);

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
  private final Sql sql;
  private final RowMacs macs;
  private final JdbcTokens tokens;
  private final JdbcRoles roles;
  private final JdbcBindings bindings;

  JdbcPeople(Sql sql, RowMacs macs, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.tokens = new JdbcTokens(sql, macs, caches, touched);
    this.roles = new JdbcRoles(sql, macs, caches, touched);
    this.bindings = new JdbcBindings(sql, macs, caches, roles, touched);
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
    return bindings.of(principal);
  }

  @Override
  public List<StoredBinding> bindings() {
    return bindings.all();
  }

  @Override
  public Optional<StoredBinding> binding(Id id) {
    return bindings.find(id);
  }

  @Override
  public void bind(StoredBinding binding) {
    bindings.add(binding);
  }

  @Override
  public void unbind(Id binding) {
    bindings.remove(binding);
  }

  /// Takes away what is good for one space only, once that is gone.
  void forgetSpace(SpaceName space, Instant at) {
    tokens.endIn(space, at);
    bindings.removeIn(space);
  }

  /// Takes away what is good for one environment only, once that is gone.
  void forgetEnvironment(Scope scope, Instant at) {
    tokens.endIn(scope, at);
    bindings.removeIn(scope);
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
    bindings.removeOf(principal.id());
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
}
