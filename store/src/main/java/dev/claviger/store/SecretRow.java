package dev.claviger.store;

import static dev.claviger.store.Columns.flag;
import static dev.claviger.store.Columns.id;
import static dev.claviger.store.Columns.millis;
import static dev.claviger.store.Columns.time;
import static dev.claviger.store.Columns.timeOrNull;

import dev.claviger.core.CurrentSecret;
import dev.claviger.core.StoredSecret;
import dev.claviger.crypto.Digest;
import dev.claviger.model.Description;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A row of the table `secret`, alone or with its current version: what is selected, what it stands
/// for, and its MAC.
final class SecretRow {
  static final List<SealedTable> SEALED = List.of(SealedTable.SECRET);
  static final List<SealedTable> WITH_VERSION =
      List.of(SealedTable.SECRET, SealedTable.SECRET_VERSION);

  static final String COLUMNS =
      """
      SELECT secret.id, secret.space_id, space.name AS space, secret.environment, secret.name,
             secret.current, secret.description, secret.created_at_ms, secret.created_by,
             secret.updated_at_ms, secret.expires_at_ms, secret.usable_expired, secret.disabled,
             secret.deleted_at_ms, secret.revision, secret.destroyed, %s
        FROM secret
        JOIN space ON space.id = secret.space_id
      """
          .formatted(SealedTable.SECRET.selection());
  static final String CURRENT_COLUMNS =
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

  private SecretRow() {}

  /// The MAC of the row as it shall be.
  static Digest mac(RowMacs macs, StoredSecret secret) {
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

  static CurrentSecret current(ResultSet row) throws SQLException {
    return new CurrentSecret(secret(row), JdbcVersions.version(row));
  }

  static StoredSecret secret(ResultSet row) throws SQLException {
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
