package dev.claviger.store;

import static dev.claviger.store.Columns.flag;
import static dev.claviger.store.Columns.millis;

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
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Secrets on the table `secret`; their versions are [JdbcVersions], lists of them [SecretLists].
///
/// The statement that decides comes first, and its count is the answer.
final class JdbcSecrets implements SecretReader, SecretStore {
  private static final String BY_NAME =
      """
       WHERE space.name = ? AND space.deleted_at_ms IS NULL
         AND secret.environment = ? AND secret.live_name = ?
      """;
  private static final String FIND = SecretRow.COLUMNS + BY_NAME;
  private static final String FIND_CURRENT = SecretRow.CURRENT_COLUMNS + BY_NAME;
  private static final String FIND_BY_ID =
      SecretRow.COLUMNS + " WHERE secret.id = ? AND space.name = ? AND space.deleted_at_ms IS NULL";
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
  private final Caches caches;
  private final JdbcSpaces spaces;
  private final SecretLists lists;
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
    this.lists = new SecretLists(macs, dialect);
    this.caches = caches;
    this.spaces = spaces;
    this.versions = new JdbcVersions(sql, macs);
    this.touched = touched;
  }

  @Override
  public Optional<StoredSecret> find(SecretRef ref) {
    return macs.one(SecretRow.SEALED, FIND, SecretRow::secret, names(ref));
  }

  @Override
  public Optional<StoredSecret> findById(SpaceName space, Id secret) {
    return macs.one(SecretRow.SEALED, FIND_BY_ID, SecretRow::secret, secret.bytes(), space.value());
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
    return macs.one(SecretRow.WITH_VERSION, FIND_CURRENT, SecretRow::current, names(ref));
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
                SecretRow.SEALED,
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
    return lists.list(filter, limit);
  }

  @Override
  public List<CurrentSecret> listCurrent(SecretFilter filter, int limit) {
    return lists.listCurrent(filter, limit);
  }

  @Override
  public List<StoredSecret> deleted(SpaceName space, @Nullable EnvironmentName environment) {
    return lists.deleted(space, environment);
  }

  @Override
  public List<StoredSecret> deletedBefore(Instant before, int limit) {
    return lists.deletedBefore(before, limit);
  }

  @Override
  public List<StoredSecret> expiringBefore(Instant before, int limit) {
    return lists.expiringBefore(before, limit);
  }

  @Override
  public Left create(StoredSecret secret, StoredVersion first) {
    touch(secret.ref());
    Digest mac = SecretRow.mac(macs, secret);
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
    Digest mac = SecretRow.mac(macs, secret);
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
    Digest mac = SecretRow.mac(macs, secret);
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
    Digest mac = SecretRow.mac(macs, secret);
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

  private void touch(SecretRef ref) {
    touched.accept(() -> caches.secrets.invalidate(ref));
  }

  private static @Nullable Object[] names(SecretRef ref) {
    return new @Nullable Object[] {
      ref.scope().space().value(), ref.scope().environment().value(), ref.name().value()
    };
  }
}
