package dev.claviger.store;

import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// How values stand in columns.
final class Columns {
  private Columns() {}

  static Id id(ResultSet row, String column) throws SQLException {
    return new Id(HexFormat.of().formatHex(row.getBytes(column)));
  }

  static @Nullable Id idOrNull(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : new Id(HexFormat.of().formatHex(bytes));
  }

  static @Nullable Digest digestOrNull(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? null : new Digest(bytes);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  static byte @Nullable [] bytes(@Nullable Id id) {
    return id == null ? null : id.bytes();
  }

  static int flag(boolean on) {
    return on ? 1 : 0;
  }

  static boolean flag(ResultSet row, String column) throws SQLException {
    return row.getInt(column) != 0;
  }
}
