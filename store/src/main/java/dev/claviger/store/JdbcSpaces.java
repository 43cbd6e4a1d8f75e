package dev.claviger.store;

import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.SpaceReader;
import dev.claviger.core.SpaceStore;
import dev.claviger.core.StoredEnvironment;
import dev.claviger.core.StoredSpace;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Spaces and environments on the tables `space` and `environment`.
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcSpaces implements SpaceReader, SpaceStore {
  private static final List<SealedTable> SEALED = List.of(SealedTable.SPACE);

  private static final String COLUMNS =
      """
      SELECT id, name, description, disclosure, mask_style, created_at_ms, created_by,
             updated_at_ms, deleted_at_ms, %s
        FROM space
      """
          .formatted(SealedTable.SPACE.selection());
  private static final String FIND = COLUMNS + " WHERE name = ? AND deleted_at_ms IS NULL";
  private static final String FIND_DELETED =
      COLUMNS + " WHERE name = ? AND deleted_at_ms IS NOT NULL AND erased = 0";
  private static final String LIST = COLUMNS + " WHERE deleted_at_ms IS NULL ORDER BY name";
  private static final String LIST_DELETED =
      COLUMNS + " WHERE deleted_at_ms IS NOT NULL AND erased = 0 ORDER BY name";
  private static final String DUE =
      COLUMNS + " WHERE erased = 1 OR deleted_at_ms < ? ORDER BY name LIMIT ?";
  private static final String ENVIRONMENTS =
      """
      SELECT environment.name, environment.created_at_ms, environment.created_by
        FROM environment
        JOIN space ON space.id = environment.space_id
       WHERE space.name = ? AND space.deleted_at_ms IS NULL
       ORDER BY environment.name
      """;
  private static final String HOME =
      """
      SELECT environment.space_id
        FROM environment
        JOIN space ON space.id = environment.space_id
       WHERE space.name = ? AND space.deleted_at_ms IS NULL AND environment.name = ?
      """;
  private static final String CREATE =
      """
      INSERT INTO space (id, name, description, disclosure, mask_style, created_at_ms, created_by,
                         updated_at_ms, erased)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, 0
        FROM instance
       WHERE NOT EXISTS (SELECT 1 FROM space taken WHERE taken.name = ?)
      """;
  private static final String ADD_ENVIRONMENT =
      """
      INSERT INTO environment (space_id, name, created_at_ms, created_by)
      SELECT space.id, ?, ?, ?
        FROM space
       WHERE space.name = ? AND space.deleted_at_ms IS NULL
         AND NOT EXISTS (
               SELECT 1 FROM environment taken WHERE taken.space_id = space.id AND taken.name = ?)
      """;
  private static final String REMOVE_ENVIRONMENT =
      """
      DELETE FROM environment
       WHERE name = ?
         AND space_id IN (SELECT id FROM space WHERE name = ? AND deleted_at_ms IS NULL)
         AND NOT EXISTS (
               SELECT 1 FROM secret
                WHERE secret.space_id = environment.space_id
                  AND secret.environment = environment.name)
      """;
  private static final String EDIT =
      """
      UPDATE space SET description = ?, disclosure = ?, mask_style = ?, updated_at_ms = ?
       WHERE id = ? AND deleted_at_ms IS NULL
      """;
  private static final String DELETE =
      """
      UPDATE space SET deleted_at_ms = ? WHERE name = ? AND deleted_at_ms IS NULL
      """;
  private static final String RESTORE =
      """
      UPDATE space SET deleted_at_ms = NULL
       WHERE name = ? AND deleted_at_ms IS NOT NULL AND erased = 0
      """;
  private static final String ERASE =
      """
      UPDATE space SET deleted_at_ms = ?, erased = 1 WHERE id = ?
      """;
  private static final String GIVE_UP =
      """
      UPDATE space SET erased = 1 WHERE id = ? AND deleted_at_ms IS NOT NULL
      """;
  private static final String NAMED = "SELECT id FROM space WHERE name = ?";
  private static final String THERE = "SELECT 1 AS found FROM space WHERE id = ?";
  private static final String SOME_SECRETS =
      """
      SELECT id FROM secret WHERE space_id = ? LIMIT ?
      """;
  private static final String REMOVE_VERSIONS = "DELETE FROM secret_version WHERE secret_id = ?";
  private static final String FORGET_QUARANTINED =
      """
      DELETE FROM quarantined_version WHERE secret_id = ?
      """;
  private static final String REMOVE_SECRET = "DELETE FROM secret WHERE id = ?";
  private static final String REMOVE_ENVIRONMENTS = "DELETE FROM environment WHERE space_id = ?";
  private static final String REMOVE = "DELETE FROM space WHERE id = ?";

  private final Sql sql;
  private final RowMacs macs;
  private final Caches caches;
  private final JdbcPeople people;
  private final Consumer<Runnable> touched;

  JdbcSpaces(Sql sql, RowMacs macs, Caches caches, JdbcPeople people, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.people = people;
    this.caches = caches;
    this.touched = touched;
  }

  @Override
  public Optional<StoredSpace> find(SpaceName name) {
    return caches.spaces.get(name, this::load);
  }

  private Optional<StoredSpace> load(SpaceName name) {
    return macs.first(SEALED, FIND, JdbcSpaces::space, name.value());
  }

  @Override
  public Optional<StoredSpace> findDeleted(SpaceName name) {
    return macs.first(SEALED, FIND_DELETED, JdbcSpaces::space, name.value());
  }

  @Override
  public List<StoredSpace> list() {
    return macs.query(SEALED, LIST, JdbcSpaces::space);
  }

  @Override
  public List<StoredSpace> deleted() {
    return macs.query(SEALED, LIST_DELETED, JdbcSpaces::space);
  }

  @Override
  public List<StoredSpace> deletedBefore(Instant before, int limit) {
    return macs.query(SEALED, DUE, JdbcSpaces::space, before.toEpochMilli(), limit);
  }

  @Override
  public List<StoredEnvironment> environments(SpaceName space) {
    return sql.query(
        ENVIRONMENTS,
        row ->
            new StoredEnvironment(
                new EnvironmentName(row.getString("name")),
                time(row, "created_at_ms"),
                row.getString("created_by")),
        space.value());
  }

  @Override
  public boolean exists(Scope scope) {
    Optional<StoredSpace> space = find(scope.space());
    return space.isPresent()
        && caches.environments.get(scope, space.get().id()::equals, this::home).isPresent();
  }

  private Optional<Id> home(Scope scope) {
    return sql.first(
        HOME, row -> id(row, "space_id"), scope.space().value(), scope.environment().value());
  }

  @Override
  public void create(StoredSpace space, WrappedKey key, List<StoredEnvironment> environments) {
    int created =
        sql.update(
            CREATE,
            space.id().bytes(),
            space.name().value(),
            space.description().text(),
            space.disclosure().word(),
            space.maskStyle().word(),
            space.createdAt().toEpochMilli(),
            space.createdBy(),
            space.updatedAt().toEpochMilli(),
            space.name().value());
    if (created == 0) {
      throw new NameTaken("space " + space.name());
    }
    seal(space.id());
    new JdbcKeys(sql, macs).put(key, space.createdAt());
    environments.forEach(environment -> add(space.name(), environment));
    touch(space.name());
  }

  @Override
  public void edit(StoredSpace space) {
    touch(space.name());
    int edited =
        sql.update(
            EDIT,
            space.description().text(),
            space.disclosure().word(),
            space.maskStyle().word(),
            space.updatedAt().toEpochMilli(),
            space.id().bytes());
    if (edited == 0) {
      throw new NotFound("space " + space.name());
    }
    seal(space.id());
  }

  @Override
  public void delete(SpaceName space, Instant at) {
    touch(space);
    if (sql.update(DELETE, at.toEpochMilli(), space.value()) == 0) {
      throw new NotFound("space " + space);
    }
    seal(space);
  }

  @Override
  public void restore(SpaceName space) {
    touch(space);
    if (sql.update(RESTORE, space.value()) == 0) {
      throw new NotFound("deleted space " + space);
    }
    seal(space);
  }

  @Override
  public void erase(StoredSpace space, Instant at) {
    touch(space.name());
    if (sql.update(ERASE, millis(at), space.id().bytes()) > 0) {
      seal(space.id());
      new JdbcKeys(sql, macs).destroy(space.id());
    }
  }

  @Override
  public boolean purge(StoredSpace space, int limit) {
    byte[] id = space.id().bytes();
    touch(space.name());
    if (sql.update(GIVE_UP, (Object) id) == 0) {
      return sql.first(THERE, _ -> true, (Object) id).isEmpty();
    }
    seal(space.id());
    List<byte[]> secrets = sql.query(SOME_SECRETS, row -> row.getBytes("id"), id, limit);
    for (byte[] secret : secrets) {
      sql.update(REMOVE_VERSIONS, (Object) secret);
      sql.update(FORGET_QUARANTINED, (Object) secret);
      sql.update(REMOVE_SECRET, (Object) secret);
    }
    if (secrets.size() == limit) {
      return false;
    }
    sql.update(REMOVE_ENVIRONMENTS, (Object) id);
    people.forgetSpace(
        space.name(), Objects.requireNonNullElse(space.deletedAt(), space.updatedAt()));
    new JdbcKeys(sql, macs).destroy(space.id());
    sql.update(REMOVE, (Object) id);
    seal(space.id());
    return true;
  }

  @Override
  public void createEnvironment(SpaceName space, StoredEnvironment environment) {
    if (add(space, environment) > 0) {
      return;
    }
    if (load(space).isEmpty()) {
      throw new NotFound("space " + space);
    }
    throw new NameTaken("environment " + space + "/" + environment.name());
  }

  private int add(SpaceName space, StoredEnvironment environment) {
    return sql.update(
        ADD_ENVIRONMENT,
        environment.name().value(),
        environment.createdAt().toEpochMilli(),
        environment.createdBy(),
        space.value(),
        environment.name().value());
  }

  @Override
  public void deleteEnvironment(SpaceName space, EnvironmentName environment, Instant at) {
    var scope = new Scope(space, environment);
    touched.accept(() -> caches.environments.invalidate(scope));
    if (sql.update(REMOVE_ENVIRONMENT, environment.value(), space.value()) > 0) {
      people.forgetEnvironment(scope, at);
      return;
    }
    if (home(scope).isEmpty()) {
      throw new NotFound("environment " + scope);
    }
    throw new Conflict(
        "environment "
            + scope
            + " holds secrets that are alive or can be restored; delete them with --hard first");
  }

  private void seal(Id space) {
    macs.changed(SealedTable.SPACE, space.bytes());
  }

  /// A name stands for one space only, alive or not.
  private void seal(SpaceName space) {
    sql.first(NAMED, row -> id(row, "id"), space.value()).ifPresent(this::seal);
  }

  private void touch(SpaceName space) {
    touched.accept(() -> caches.spaces.invalidate(space));
  }

  private static StoredSpace space(ResultSet row) throws SQLException {
    return new StoredSpace(
        id(row, "id"),
        new SpaceName(row.getString("name")),
        new Description(row.getString("description")),
        Disclosure.parse(row.getString("disclosure")),
        MaskStyle.parse(row.getString("mask_style")),
        time(row, "created_at_ms"),
        row.getString("created_by"),
        time(row, "updated_at_ms"),
        timeOrNull(row, "deleted_at_ms"));
  }
}
