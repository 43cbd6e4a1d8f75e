package dev.claviger.store;

import static dev.claviger.store.Columns.flag;
import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.KeyLine;
import dev.claviger.core.RotationReader;
import dev.claviger.core.RotationStore;
import dev.claviger.core.SealedVersion;
import dev.claviger.core.SealedVersion.Resealed;
import dev.claviger.core.StoredRotation;
import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rotations on the table `key_rotation`, and what they seal again on `secret_version`.
///
/// Versions are read as they stand, with the MAC of no row checked: an envelope opens at its own
/// place only, and one that does not open stays as it is.
final class JdbcRotations implements RotationReader, RotationStore {
  private static final List<SealedTable> SEALED = List.of(SealedTable.KEY_ROTATION);
  private static final List<SealedTable> KEYS = List.of(SealedTable.WRAPPED_KEY);

  private static final String ALL =
      """
      SELECT key_rotation.purpose, key_rotation.space_id, key_rotation.generation,
             key_rotation.cursor_secret, key_rotation.cursor_version, key_rotation.found_old,
             key_rotation.clean_scans, key_rotation.done, key_rotation.started_at_ms,
             key_rotation.started_by, key_rotation.ended_at_ms, space.name, %s
        FROM key_rotation
        LEFT JOIN space ON space.id = key_rotation.space_id
       ORDER BY key_rotation.purpose, key_rotation.space_id, key_rotation.generation
      """
          .formatted(SealedTable.KEY_ROTATION.selection());
  private static final String BEGIN =
      """
      INSERT INTO key_rotation (purpose, space_id, generation, cursor_secret, cursor_version,
                                found_old, clean_scans, done, started_at_ms, started_by)
      SELECT purpose, space_id, ?, ?, ?, ?, ?, ?, ?, ?
        FROM wrapped_key
       WHERE purpose = ? AND space_id = ? AND state = 'active'
         AND NOT EXISTS (
               SELECT 1 FROM key_rotation running
                WHERE running.purpose = wrapped_key.purpose
                  AND running.space_id = wrapped_key.space_id AND running.ended_at_ms IS NULL)
      """;
  private static final String SAVE =
      """
      UPDATE key_rotation
         SET cursor_secret = ?, cursor_version = ?, found_old = ?, clean_scans = ?, done = ?,
             ended_at_ms = ?
       WHERE purpose = ? AND space_id = ? AND generation = ?
      """;
  private static final String VERSIONS =
      """
      SELECT secret.id, secret.environment, secret.name, space.name AS space,
             secret_version.version, secret_version.envelope, secret_version.key_generation,
             quarantined_version.found_at_ms
        FROM secret
        JOIN space ON space.id = secret.space_id
        JOIN secret_version ON secret_version.secret_id = secret.id
        LEFT JOIN quarantined_version
          ON quarantined_version.secret_id = secret_version.secret_id
         AND quarantined_version.version = secret_version.version
       WHERE secret.space_id = ? AND secret.id >= ?
         AND (secret.id > ? OR secret_version.version > ?)
         AND secret_version.envelope IS NOT NULL
       ORDER BY secret.id, secret_version.version
       LIMIT ?
      """;
  private static final String LEFT_BEHIND =
      """
      SELECT 1 AS found
        FROM secret_version
        JOIN secret ON secret.id = secret_version.secret_id
       WHERE secret_version.key_generation < ? AND secret.space_id = ?
         AND NOT EXISTS (
               SELECT 1 FROM quarantined_version known
                WHERE known.secret_id = secret_version.secret_id
                  AND known.version = secret_version.version)
       LIMIT 1
      """;
  private static final String UNDER_OTHERS =
      """
      SELECT wrapped_key.purpose, wrapped_key.space_id, wrapped_key.generation,
             wrapped_key.root_generation, wrapped_key.wrapped, space.name, %s
        FROM wrapped_key
        LEFT JOIN space ON space.id = wrapped_key.space_id
       WHERE wrapped_key.root_generation <> ? AND wrapped_key.purpose <> 'root'
         AND wrapped_key.state <> 'destroyed'
         AND (wrapped_key.purpose <> 'space' OR space.name IS NOT NULL)
       ORDER BY wrapped_key.space_id, wrapped_key.purpose, wrapped_key.generation
      """
          .formatted(SealedTable.WRAPPED_KEY.selection());
  private static final String QUARANTINED =
      """
      SELECT secret.environment, secret.name, space.name AS space, secret_version.version,
             quarantined_version.found_at_ms
        FROM quarantined_version
        JOIN secret_version
          ON secret_version.secret_id = quarantined_version.secret_id
         AND secret_version.version = quarantined_version.version
        JOIN secret ON secret.id = secret_version.secret_id
        JOIN space ON space.id = secret.space_id
       WHERE secret_version.envelope IS NOT NULL
       ORDER BY quarantined_version.found_at_ms, secret.id, secret_version.version
       LIMIT ?
      """;
  private static final String RESEAL =
      """
      UPDATE secret_version SET envelope = ?, key_generation = ?
       WHERE secret_id = ? AND version = ? AND envelope = ?
      """;
  private static final String QUARANTINE =
      """
      INSERT INTO quarantined_version (secret_id, version, found_at_ms)
      SELECT secret_id, version, ?
        FROM secret_version
       WHERE secret_id = ? AND version = ? AND envelope IS NOT NULL
         AND NOT EXISTS (
               SELECT 1 FROM quarantined_version known
                WHERE known.secret_id = secret_version.secret_id
                  AND known.version = secret_version.version)
      """;
  private static final String RELEASE =
      """
      DELETE FROM quarantined_version WHERE secret_id = ? AND version = ?
      """;

  private final Sql sql;
  private final RowMacs macs;
  private final Caches caches;
  private final Consumer<Runnable> touched;

  JdbcRotations(Sql sql, RowMacs macs, Caches caches, Consumer<Runnable> touched) {
    this.sql = sql;
    this.macs = macs;
    this.caches = caches;
    this.touched = touched;
  }

  @Override
  public List<StoredRotation> all() {
    return macs.query(SEALED, ALL, JdbcRotations::rotation);
  }

  @Override
  public List<SealedVersion> versions(Id space, Cursor cursor, int limit) {
    byte[] from = cursor.secret().bytes();
    return sql.query(
        VERSIONS, JdbcRotations::version, space.bytes(), from, from, cursor.version(), limit);
  }

  @Override
  public boolean leavesBehind(Id space, int generation) {
    return sql.first(LEFT_BEHIND, _ -> true, generation, space.bytes()).isPresent();
  }

  @Override
  public List<NamedKey> keysUnderOthersThan(int root) {
    return macs.query(
        KEYS,
        UNDER_OTHERS,
        row -> {
          String space = row.getString("name");
          return new NamedKey(JdbcKeys.wrapped(row), space == null ? null : new SpaceName(space));
        },
        root);
  }

  @Override
  public List<QuarantinedVersion> quarantined(int limit) {
    return sql.query(QUARANTINED, JdbcRotations::quarantined, limit).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<QuarantinedVersion> quarantined(ResultSet row) throws SQLException {
    SecretRef ref = ref(row);
    long version = row.getLong("version");
    return ref == null || version < 1
        ? Optional.empty()
        : Optional.of(new QuarantinedVersion(ref, new Version(version), time(row, "found_at_ms")));
  }

  @Override
  public boolean begin(StoredRotation rotation) {
    String purpose = rotation.line().purpose().word();
    byte[] space = JdbcKeys.bytes(rotation.line().space());
    int begun =
        sql.update(
            BEGIN,
            rotation.generation(),
            rotation.cursor().secret().bytes(),
            rotation.cursor().version(),
            flag(rotation.foundOld()),
            rotation.cleanScans(),
            rotation.done(),
            rotation.startedAt().toEpochMilli(),
            rotation.startedBy(),
            purpose,
            space);
    if (begun > 0) {
      macs.changed(SealedTable.KEY_ROTATION, purpose, space, rotation.generation());
    }
    return begun > 0;
  }

  @Override
  public void save(StoredRotation rotation) {
    String purpose = rotation.line().purpose().word();
    byte[] space = JdbcKeys.bytes(rotation.line().space());
    int saved =
        sql.update(
            SAVE,
            rotation.cursor().secret().bytes(),
            rotation.cursor().version(),
            flag(rotation.foundOld()),
            rotation.cleanScans(),
            rotation.done(),
            millis(rotation.endedAt()),
            purpose,
            space,
            rotation.generation());
    if (saved > 0) {
      macs.changed(SealedTable.KEY_ROTATION, purpose, space, rotation.generation());
    }
  }

  @Override
  public long reseal(List<Resealed> versions) {
    if (versions.isEmpty()) {
      return 0;
    }
    for (Resealed version : versions) {
      SecretRef ref = version.ref();
      touched.accept(() -> caches.secrets.invalidate(ref));
    }
    long resealed = sql.updateAll(RESEAL, versions.stream().map(JdbcRotations::columns).toList());
    for (Resealed version : versions) {
      if (version.seen().quarantined()) {
        sql.update(RELEASE, version.seen().secret().bytes(), version.seen().version());
      }
    }
    return resealed;
  }

  private static @Nullable Object[] columns(Resealed version) {
    SealedVersion seen = version.seen();
    Envelope before = Objects.requireNonNull(seen.envelope());
    return new @Nullable Object[] {
      version.next().bytes(),
      version.next().generation(),
      seen.secret().bytes(),
      seen.version(),
      before.bytes()
    };
  }

  @Override
  public void quarantine(List<SealedVersion> versions, Instant at) {
    for (SealedVersion version : versions) {
      sql.update(QUARANTINE, at.toEpochMilli(), version.secret().bytes(), version.version());
    }
  }

  private static StoredRotation rotation(ResultSet row) throws SQLException {
    KeyPurpose purpose = KeyPurpose.of(row.getString("purpose"));
    String space = row.getString("name");
    return new StoredRotation(
        new KeyLine(purpose, purpose == KeyPurpose.SPACE ? id(row, "space_id") : null),
        space == null ? null : new SpaceName(space),
        row.getInt("generation"),
        new Cursor(id(row, "cursor_secret"), row.getLong("cursor_version")),
        flag(row, "found_old"),
        row.getInt("clean_scans"),
        row.getLong("done"),
        time(row, "started_at_ms"),
        row.getString("started_by"),
        timeOrNull(row, "ended_at_ms"));
  }

  private static SealedVersion version(ResultSet row) throws SQLException {
    row.getLong("found_at_ms");
    boolean quarantined = !row.wasNull();
    return new SealedVersion(
        id(row, "id"),
        row.getLong("version"),
        ref(row),
        envelope(row.getBytes("envelope")),
        row.getInt("key_generation"),
        quarantined);
  }

  /// Null if it is not one.
  private static @Nullable SecretRef ref(ResultSet row) throws SQLException {
    try {
      return new SecretRef(
          new Scope(
              new SpaceName(row.getString("space")),
              new EnvironmentName(row.getString("environment"))),
          new SecretName(row.getString("name")));
    } catch (ClavigerException _) {
      return null;
    }
  }

  /// Null if it is not one.
  private static @Nullable Envelope envelope(byte[] bytes) {
    try {
      return new Envelope(bytes);
    } catch (ClavigerException _) {
      return null;
    }
  }
}
