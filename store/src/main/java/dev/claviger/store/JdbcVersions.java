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
      SELECT version, state, envelope, written_at_ms, written_by, grace_until_ms
        FROM secret_version
      """;
  private static final String FIND = COLUMNS + " WHERE secret_id = ? AND version = ?";
  private static final String LIST = COLUMNS + " WHERE secret_id = ? ORDER BY version DESC";
  private static final String ADD =
      """
      INSERT INTO secret_version (secret_id, version, state, envelope, written_at_ms, written_by)
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final String RETIRE =
      """
      UPDATE secret_version SET state = ?, grace_until_ms = ?
       WHERE secret_id = ? AND version = ? AND state = 'current'
      """;
  private static final String DESTROY =
      """
      UPDATE secret_version SET state = 'destroyed', envelope = NULL, grace_until_ms = NULL
       WHERE secret_id = ? AND version = ? AND state IN ('grace', 'retired')
      """;
  private static final String REMOVE_DELETED =
      """
      DELETE FROM secret_version
       WHERE secret_id = ?
         AND EXISTS (SELECT 1 FROM secret WHERE secret.id = ? AND secret.live_name IS NULL)
      """;

  private final Sql sql;

  JdbcVersions(Sql sql) {
    this.sql = sql;
  }

  Optional<StoredVersion> find(Id secret, Version version) {
    return sql.first(FIND, JdbcVersions::version, secret.bytes(), version.number());
  }

  List<StoredVersion> of(Id secret) {
    return sql.query(LIST, JdbcVersions::version, (Object) secret.bytes());
  }

  void add(Id secret, StoredVersion version) {
    Envelope envelope = version.envelope();
    sql.update(
        ADD,
        secret.bytes(),
        version.version().number(),
        version.state().word(),
        envelope == null ? null : envelope.bytes(),
        version.writtenAt().toEpochMilli(),
        version.writtenBy());
  }

  /// Found by its number: to look for the current one would go through all versions.
  void retire(Id secret, long number, @Nullable Instant graceUntil) {
    VersionState state = graceUntil == null ? VersionState.RETIRED : VersionState.GRACE;
    sql.update(RETIRE, state.word(), millis(graceUntil), secret.bytes(), number);
  }

  boolean destroy(Id secret, Version version) {
    return sql.update(DESTROY, secret.bytes(), version.number()) > 0;
  }

  void removeDeleted(Id secret) {
    sql.update(REMOVE_DELETED, secret.bytes(), secret.bytes());
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
