package dev.claviger.store;

import static dev.claviger.store.Columns.flag;
import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.CurrentSecret;
import dev.claviger.core.SecretReader;
import dev.claviger.core.SecretStore;
import dev.claviger.core.StoredSecret;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredVersion;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Digest;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Secrets on the table `secret`; their versions are [JdbcVersions].
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcSecrets implements SecretReader, SecretStore {
  private static final List<SealedTable> SEALED = List.of(SealedTable.SECRET);
  private static final List<SealedTable> WITH_VERSION =
      List.of(SealedTable.SECRET, SealedTable.SECRET_VERSION);

  private static final String COLUMNS =
      """
      SELECT secret.id, secret.space_id, space.name AS space, secret.environment, secret.name,
             secret.current, secret.description, secret.created_at_ms, secret.created_by,
             secret.updated_at_ms, secret.expires_at_ms, secret.usable_expired, secret.disabled,
             secret.deleted_at_ms, secret.revision, secret.destroyed, %s
        FROM secret
        JOIN space ON space.id = secret.space_id
      """
          .formatted(SealedTable.SECRET.selection());
  private static final String CURRENT_COLUMNS =
      COLUMNS.replace(
          "  FROM secret",
          """
               , secret_version.version, secret_version.state, secret_version.envelope,
                 secret_version.written_at_ms, secret_version.written_by,
                 secret_version.grace_until_ms, %s
            FROM secret
            JOIN secret_version
              ON secret_version.secret_id = secret.id AND secret_version.version = secret.current
          """
              .formatted(SealedTable.SECRET_VERSION.selection()));
  private static final String BY_NAME =
      """
       WHERE space.name = ? AND space.deleted_at_ms IS NULL
         AND secret.environment = ? AND secret.live_name = ?
      """;
  private static final String FIND = COLUMNS + BY_NAME;
  private static final String FIND_CURRENT = CURRENT_COLUMNS + BY_NAME;
  private static final String FIND_BY_ID =
      COLUMNS + " WHERE secret.id = ? AND space.name = ? AND space.deleted_at_ms IS NULL";
  private static final String IN_SPACE =
      """
       WHERE space.name = ? AND space.deleted_at_ms IS NULL AND secret.live_name IS NOT NULL
      """;
  private static final String IN_ENVIRONMENT = " AND secret.environment = ?\n";
  private static final String WITH_PREFIX = " AND SUBSTR(secret.name, 1, LENGTH(?)) = ?\n";
  private static final String EXPIRED = " AND secret.expires_at_ms < ?\n";
  private static final String UNUSED =
      """
       AND secret.updated_at_ms < ?
       AND NOT EXISTS (SELECT 1 FROM secret_use
                        WHERE secret_use.secret_id = secret.id
                          AND secret_use.last_accessed_at_ms >= ?)
      """;
  private static final String AFTER =
      " AND (secret.environment > ? OR (secret.environment = ? AND secret.name > ?))\n";
  private static final String IN_ORDER = " ORDER BY secret.environment, secret.name LIMIT ?";
  private static final String DELETED =
      COLUMNS
          + " WHERE space.name = ? AND space.deleted_at_ms IS NULL"
          + " AND secret.live_name IS NULL AND secret.deleted_at_ms IS NOT NULL\n";
  private static final String NEWEST_FIRST = " ORDER BY secret.deleted_at_ms DESC, secret.id";
  private static final String DELETED_BEFORE =
      COLUMNS + " WHERE secret.deleted_at_ms < ? ORDER BY secret.deleted_at_ms LIMIT ?";
  private static final String EXPIRING =
      COLUMNS
          + " WHERE secret.expires_at_ms < ? AND secret.live_name IS NOT NULL"
          + " AND space.deleted_at_ms IS NULL ORDER BY secret.expires_at_ms, secret.id LIMIT ?";
  private static final String CREATE =
      """
      INSERT INTO secret (id, space_id, environment, name, live_name, current, description,
                          created_at_ms, created_by, updated_at_ms, expires_at_ms, usable_expired,
                          disabled, revision, destroyed, row_mac, mac_generation)
      SELECT ?, space.id, environment.name, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
        FROM space
        JOIN environment ON environment.space_id = space.id
       WHERE space.id = ? AND space.deleted_at_ms IS NULL AND environment.name = ?
         AND NOT EXISTS (
               SELECT 1 FROM secret taken
                WHERE taken.space_id = space.id AND taken.environment = environment.name
                  AND taken.live_name = ?)
      """;
  private static final String EDIT =
      """
      UPDATE secret
         SET current = ?, description = ?, updated_at_ms = ?, expires_at_ms = ?,
             usable_expired = ?, disabled = ?, revision = ?, destroyed = ?, row_mac = ?,
             mac_generation = ?
       WHERE id = ? AND space_id = ? AND revision = ? AND live_name IS NOT NULL
      """;
  private static final String DELETE =
      """
      UPDATE secret
         SET live_name = NULL, deleted_at_ms = ?, revision = ?, row_mac = ?, mac_generation = ?
       WHERE id = ? AND space_id = ? AND revision = ? AND live_name IS NOT NULL
      """;
  private static final String UNDELETE =
      """
      UPDATE secret
         SET live_name = name, deleted_at_ms = NULL, revision = ?, row_mac = ?, mac_generation = ?
       WHERE id = ? AND space_id = ? AND revision = ? AND live_name IS NULL
      """;
  private static final String DESTROYED =
      """
      SELECT secret.current, secret.destroyed, %s,
             (SELECT COUNT(*) FROM secret_version
               WHERE secret_version.secret_id = secret.id AND secret_version.state = 'destroyed')
               AS counted
        FROM secret
       WHERE secret.id = ?
      """
          .formatted(SealedTable.SECRET.selection());
  private static final String PURGE =
      """
      DELETE FROM secret WHERE id = ? AND live_name IS NULL
      """;

  private final Sql sql;
  private final RowMacs macs;
  private final Dialect dialect;
  private final Caches caches;
  private final JdbcSpaces spaces;
  private final JdbcVersions versions;
  private final Consumer<Runnable> touched;

  JdbcSecrets(
      Sql sql,
      RowMacs macs,
      Dialect dialect,
      Caches caches,
      JdbcSpaces spaces,
      Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.dialect = dialect;
    this.caches = caches;
    this.spaces = spaces;
    this.versions = new JdbcVersions(sql, macs);
    this.touched = touched;
  }

  @Override
  public Optional<StoredSecret> find(SecretRef ref) {
    return macs.one(SEALED, FIND, JdbcSecrets::secret, names(ref));
  }

  @Override
  public Optional<StoredSecret> findById(SpaceName space, Id secret) {
    return macs.one(SEALED, FIND_BY_ID, JdbcSecrets::secret, secret.bytes(), space.value());
  }

  /// A cached secret counts only while its space is the one that has the name now.
  @Override
  public Optional<CurrentSecret> findCurrent(SecretRef ref) {
    Optional<StoredSpace> space = spaces.find(ref.scope().space());
    if (space.isEmpty()) {
      return Optional.empty();
    }
    Id home = space.get().id();
    return caches.secrets.get(ref, found -> found.secret().id().space().equals(home), this::load);
  }

  private Optional<CurrentSecret> load(SecretRef ref) {
    return macs.one(WITH_VERSION, FIND_CURRENT, JdbcSecrets::current, names(ref));
  }

  @Override
  public Optional<StoredVersion> findVersion(Id secret, Version version) {
    Optional<StoredVersion> found = versions.find(secret, version);
    found.ifPresent(one -> checkState(secret, one));
    return found;
  }

  /// A version that was put back: one that is destroyed, or was the current one.
  private void checkState(Id secret, StoredVersion version) {
    long number = version.version().number();
    boolean isCurrent = version.state() == VersionState.CURRENT;
    boolean holds =
        macs.one(
                SEALED,
                DESTROYED,
                row ->
                    row.getLong("counted") == row.getLong("destroyed")
                        && isCurrent == (row.getLong("current") == number),
                (Object) secret.bytes())
            .orElse(true);
    if (!holds) {
      macs.refuse(SealedTable.SECRET_VERSION, secret.bytes(), number);
      throw new DecryptionFailed();
    }
  }

  @Override
  public List<StoredVersion> versions(Id secret) {
    return versions.of(secret);
  }

  @Override
  public List<StoredSecret> list(SecretFilter filter, int limit) {
    return listed(SEALED, COLUMNS, JdbcSecrets::secret, filter, limit);
  }

  @Override
  public List<CurrentSecret> listCurrent(SecretFilter filter, int limit) {
    return listed(WITH_VERSION, CURRENT_COLUMNS, JdbcSecrets::current, filter, limit);
  }

  private <T> List<T> listed(
      List<SealedTable> sealed, String columns, Sql.Row<T> row, SecretFilter filter, int limit) {
    var text = new StringBuilder(columns).append(IN_SPACE);
    var parameters = new ArrayList<Object>(List.of(filter.space().value()));
    EnvironmentName environment = filter.environment();
    if (environment != null) {
      text.append(IN_ENVIRONMENT);
      parameters.add(environment.value());
    }
    if (filter.prefix() != null) {
      text.append(WITH_PREFIX);
      parameters.addAll(List.of(filter.prefix(), filter.prefix()));
    }
    if (filter.text() != null) {
      text.append(
          " AND (%s LIKE ? ESCAPE '!' OR %s LIKE ? ESCAPE '!')%n"
              .formatted(dialect.lower("secret.name"), dialect.lower("secret.description")));
      String pattern = pattern(filter.text());
      parameters.addAll(List.of(pattern, pattern));
    }
    if (filter.expiresBefore() != null) {
      text.append(EXPIRED);
      parameters.add(filter.expiresBefore().toEpochMilli());
    }
    if (filter.unusedSince() != null) {
      text.append(UNUSED);
      long since = filter.unusedSince().toEpochMilli();
      parameters.addAll(List.of(since, since));
    }
    After after = filter.after();
    if (after != null) {
      text.append(AFTER);
      String last = after.environment().value();
      parameters.addAll(List.of(last, last, after.name().value()));
    }
    parameters.add(limit);
    return macs.query(sealed, text.append(IN_ORDER).toString(), row, parameters.toArray());
  }

  private static String pattern(String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    return "%" + folded.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  @Override
  public List<StoredSecret> deleted(SpaceName space, @Nullable EnvironmentName environment) {
    return environment == null
        ? macs.query(SEALED, DELETED + NEWEST_FIRST, JdbcSecrets::secret, space.value())
        : macs.query(
            SEALED,
            DELETED + IN_ENVIRONMENT + NEWEST_FIRST,
            JdbcSecrets::secret,
            space.value(),
            environment.value());
  }

  @Override
  public List<StoredSecret> deletedBefore(Instant before, int limit) {
    return macs.query(SEALED, DELETED_BEFORE, JdbcSecrets::secret, before.toEpochMilli(), limit);
  }

  @Override
  public List<StoredSecret> expiringBefore(Instant before, int limit) {
    return macs.query(SEALED, EXPIRING, JdbcSecrets::secret, before.toEpochMilli(), limit);
  }

  @Override
  public Left create(StoredSecret secret, StoredVersion first) {
    touch(secret.ref());
    Digest mac = mac(secret);
    SecretRef ref = secret.ref();
    String name = ref.name().value();
    int created =
        sql.update(
            CREATE,
            secret.id().secret().bytes(),
            name,
            name,
            first.version().number(),
            secret.description().text(),
            secret.createdAt().toEpochMilli(),
            secret.createdBy(),
            secret.updatedAt().toEpochMilli(),
            millis(secret.expiresAt()),
            flag(secret.usableExpired()),
            flag(secret.disabled()),
            secret.revision(),
            secret.destroyed(),
            mac.bytes(),
            macs.generation(),
            secret.id().space().bytes(),
            ref.scope().environment().value(),
            name);
    if (created == 0) {
      if (find(ref).isPresent()) {
        throw new NameTaken("secret " + ref);
      }
      throw new NotFound("environment " + ref.scope());
    }
    versions.add(secret.id().secret(), first);
    return new Left(secret.revision(), mac);
  }

  @Override
  public Left advance(
      StoredSecret secret, StoredVersion next, long seen, @Nullable Instant graceUntil) {
    Left left = edit(secret, seen);
    versions.retire(secret.id().secret(), next.version().number() - 1, graceUntil);
    versions.add(secret.id().secret(), next);
    return left;
  }

  @Override
  public Left edit(StoredSecret secret, long seen) {
    touch(secret.ref());
    Digest mac = mac(secret);
    Version current = secret.current();
    int edited =
        sql.update(
            EDIT,
            current == null ? null : current.number(),
            secret.description().text(),
            secret.updatedAt().toEpochMilli(),
            millis(secret.expiresAt()),
            flag(secret.usableExpired()),
            flag(secret.disabled()),
            secret.revision(),
            secret.destroyed(),
            mac.bytes(),
            macs.generation(),
            secret.id().secret().bytes(),
            secret.id().space().bytes(),
            seen);
    if (edited == 0) {
      throw new ChangedMeanwhile(secret.ref().toString());
    }
    return new Left(secret.revision(), mac);
  }

  @Override
  public Left destroy(StoredSecret secret, long seen, Version version) {
    if (!versions.destroy(secret.id().secret(), seen, version)) {
      if (find(secret.ref()).filter(now -> now.revision() == seen).isEmpty()) {
        throw new ChangedMeanwhile(secret.ref().toString());
      }
      throw new Conflict(
          "version "
              + version
              + " of "
              + secret.ref()
              + " is the current one, or destroyed already; rotate first, or delete the secret");
    }
    return edit(secret, seen);
  }

  @Override
  public Left delete(StoredSecret secret, long seen) {
    touch(secret.ref());
    Digest mac = mac(secret);
    int deleted =
        sql.update(
            DELETE,
            millis(secret.deletedAt()),
            secret.revision(),
            mac.bytes(),
            macs.generation(),
            secret.id().secret().bytes(),
            secret.id().space().bytes(),
            seen);
    if (deleted == 0) {
      throw new ChangedMeanwhile(secret.ref().toString());
    }
    return new Left(secret.revision(), mac);
  }

  @Override
  public Left undelete(StoredSecret secret, long seen) {
    touch(secret.ref());
    Digest mac = mac(secret);
    if (find(secret.ref()).isPresent()) {
      throw new NameTaken("secret " + secret.ref());
    }
    int restored =
        sql.update(
            UNDELETE,
            secret.revision(),
            mac.bytes(),
            macs.generation(),
            secret.id().secret().bytes(),
            secret.id().space().bytes(),
            seen);
    if (restored == 0) {
      throw new NotFound("deleted secret " + secret.id().secret());
    }
    return new Left(secret.revision(), mac);
  }

  @Override
  public void purge(Id secret) {
    versions.removeDeleted(secret);
    sql.update(PURGE, (Object) secret.bytes());
  }

  private Digest mac(StoredSecret secret) {
    String name = secret.ref().name().value();
    Version current = secret.current();
    return macs.mac(
        SealedTable.SECRET,
        secret.id().secret().bytes(),
        secret.id().space().bytes(),
        secret.ref().scope().environment().value(),
        name,
        secret.deletedAt() == null ? name : null,
        current == null ? null : current.number(),
        millis(secret.expiresAt()),
        flag(secret.usableExpired()),
        flag(secret.disabled()),
        millis(secret.deletedAt()),
        secret.revision(),
        secret.destroyed());
  }

  private void touch(SecretRef ref) {
    touched.accept(() -> caches.secrets.invalidate(ref));
  }

  private static @Nullable Object[] names(SecretRef ref) {
    return new @Nullable Object[] {
      ref.scope().space().value(), ref.scope().environment().value(), ref.name().value()
    };
  }

  private static CurrentSecret current(ResultSet row) throws SQLException {
    return new CurrentSecret(secret(row), JdbcVersions.version(row));
  }

  private static StoredSecret secret(ResultSet row) throws SQLException {
    long current = row.getLong("current");
    Version version = row.wasNull() ? null : new Version(current);
    return new StoredSecret(
        new SecretId(id(row, "space_id"), id(row, "id")),
        new SecretRef(
            new Scope(
                new SpaceName(row.getString("space")),
                new EnvironmentName(row.getString("environment"))),
            new SecretName(row.getString("name"))),
        version,
        new Description(row.getString("description")),
        time(row, "created_at_ms"),
        row.getString("created_by"),
        time(row, "updated_at_ms"),
        timeOrNull(row, "expires_at_ms"),
        flag(row, "usable_expired"),
        flag(row, "disabled"),
        timeOrNull(row, "deleted_at_ms"),
        row.getLong("revision"),
        row.getLong("destroyed"));
  }
}
