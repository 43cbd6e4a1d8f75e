package dev.claviger.store;

import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.StoredVersion;
import dev.claviger.crypto.Envelope;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Versions on the table `secret_version`.
final class JdbcVersions {
  private static final String COLUMNS =
      """
      SELECT version, state, envelope, written_at_ms, written_by, grace_until_ms, %s
        FROM secret_version
      """
          .formatted(SealedTable.SECRET_VERSION.selection());
  private static final List<SealedTable> SEALED = List.of(SealedTable.SECRET_VERSION);
  private static final String FIND = COLUMNS + " WHERE secret_id = ? AND version = ?";
  private static final String LIST = COLUMNS + " WHERE secret_id = ? ORDER BY version DESC";
  private static final String ADD =
      """
      INSERT INTO secret_version (secret_id, version, state, envelope, key_generation,
                                  written_at_ms, written_by, row_mac, mac_generation)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String RETIRE =
      """
      UPDATE secret_version SET state = ?, grace_until_ms = ?, row_mac = ?, mac_generation = ?
       WHERE secret_id = ? AND version = ? AND state = 'current'
      """;
  private static final String DESTROY =
      """
      UPDATE secret_version SET state = 'destroyed', envelope = NULL, key_generation = NULL,
                                grace_until_ms = NULL, row_mac = ?, mac_generation = ?
       WHERE secret_id = ? AND version = ? AND state IN ('grace', 'retired')
         AND EXISTS (SELECT 1 FROM secret WHERE secret.id = ? AND secret.revision = ?)
      """;
  private static final String REMOVE_DELETED =
      """
      DELETE FROM secret_version
       WHERE secret_id = ?
         AND EXISTS (SELECT 1 FROM secret WHERE secret.id = ? AND secret.live_name IS NULL)
      """;

  private static final String FORGET_QUARANTINED =
      """
      DELETE FROM quarantined_version
       WHERE secret_id = ?
         AND NOT EXISTS (SELECT 1 FROM secret_version WHERE secret_version.secret_id = ?)
      """;

  private final Sql sql;
  private final RowMacs macs;

  JdbcVersions(Sql sql, RowMacs macs) {
    this.sql = sql;
    this.macs = macs;
  }

  Optional<StoredVersion> find(Id secret, Version version) {
    return macs.one(SEALED, FIND, JdbcVersions::version, secret.bytes(), version.number());
  }

  List<StoredVersion> of(Id secret) {
    return macs.query(SEALED, LIST, JdbcVersions::version, (Object) secret.bytes());
  }

  void add(Id secret, StoredVersion version) {
    Envelope envelope = version.envelope();
    sql.update(
        ADD,
        secret.bytes(),
        version.version().number(),
        version.state().word(),
        envelope == null ? null : envelope.bytes(),
        envelope == null ? null : envelope.generation(),
        version.writtenAt().toEpochMilli(),
        version.writtenBy(),
        mac(secret, version.version().number(), version.state(), null),
        macs.generation());
  }

  private byte[] mac(Id secret, long number, VersionState state, @Nullable Instant graceUntil) {
    return macs.mac(
            SealedTable.SECRET_VERSION, secret.bytes(), number, state.word(), millis(graceUntil))
        .bytes();
  }

  /// Found by its number: to look for the current one would go through all versions.
  void retire(Id secret, long number, @Nullable Instant graceUntil) {
    VersionState state = graceUntil == null ? VersionState.RETIRED : VersionState.GRACE;
    sql.update(
        RETIRE,
        state.word(),
        millis(graceUntil),
        mac(secret, number, state, graceUntil),
        macs.generation(),
        secret.bytes(),
        number);
  }

  boolean destroy(Id secret, long seen, Version version) {
    byte[] mac = mac(secret, version.number(), VersionState.DESTROYED, null);
    return sql.update(
            DESTROY, mac, macs.generation(), secret.bytes(), version.number(), secret.bytes(), seen)
        > 0;
  }

  void removeDeleted(Id secret) {
    sql.update(REMOVE_DELETED, secret.bytes(), secret.bytes());
    sql.update(FORGET_QUARANTINED, secret.bytes(), secret.bytes());
  }

  static StoredVersion version(ResultSet row) throws SQLException {
    byte[] envelope = row.getBytes("envelope");
    return new StoredVersion(
        new Version(row.getLong("version")),
        VersionState.parse(row.getString("state")),
        envelope == null ? null : new Envelope(envelope),
        time(row, "written_at_ms"),
        row.getString("written_by"),
        timeOrNull(row, "grace_until_ms"));
  }
}
