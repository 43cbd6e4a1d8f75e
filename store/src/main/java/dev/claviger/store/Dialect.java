package dev.claviger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What the supported databases cannot share.
enum Dialect {
  SQLITE,
  POSTGRESQL,
  MARIADB;

  private static final String SQLITE_OPEN_READONLY = "1";
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_SYNCHRONOUS_FULL = 2;

  /// The dialect of a URL such as `jdbc:sqlite:/var/lib/claviger/claviger.db`.
  ///
  /// @throws IllegalArgumentException if no dialect fits
  static Dialect of(String url) {
    String[] parts = url.split(":", 3);
    return switch (parts.length > 1 ? parts[1] : "") {
      case "sqlite" -> SQLITE;
      case "postgresql" -> POSTGRESQL;
      case "mariadb" -> MARIADB;
      default -> throw new IllegalArgumentException("not a URL of a supported database");
    };
  }

  /// Its folder of migrations.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The types of columns, by the placeholder that stands for them in migrations. Text is compared
  /// byte for byte, whatever the locale of the server.
  Map<String, String> types() {
    return switch (this) {
      case SQLITE ->
          Map.of(
              "name", "VARCHAR(255)",
              "text", "TEXT",
              "id", "BLOB",
              "hash", "BLOB",
              "bytes", "BLOB",
              "clustered", " WITHOUT ROWID", // else its key would be stored twice
              "stated", " WHERE state IS NOT NULL");
      case POSTGRESQL ->
          Map.of(
              "name", "VARCHAR(255) COLLATE \"C\"",
              "text", "TEXT COLLATE \"C\"",
              "id", "BYTEA",
              "hash", "BYTEA",
              "bytes", "BYTEA",
              "clustered", "",
              "stated", " WHERE state IS NOT NULL");
      case MARIADB -> // each of its text collations folds or pads something
          Map.of(
              "name", "VARBINARY(255)",
              "text", "VARBINARY(4000)",
              "id", "BINARY(16)",
              "hash", "BINARY(32)",
              "bytes", "MEDIUMBLOB",
              "clustered", "",
              "stated", "");
    };
  }

  /// `column` in lower case, for searching.
  String lower(String column) {
    return switch (this) {
      case SQLITE, POSTGRESQL -> "LOWER(" + column + ")";
      case MARIADB -> "LOWER(CONVERT(" + column + " USING utf8mb4))"; // bytes have no case
    };
  }

  /// The statement after which a connection refuses to write.
  String readOnly() {
    return switch (this) {
      case SQLITE -> "PRAGMA query_only = ON";
      case POSTGRESQL -> "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
      case MARIADB -> "SET SESSION TRANSACTION READ ONLY";
    };
  }

  /// What a new writing connection is told. A write-ahead log that only grows makes every flush
  /// dearer, one that is folded in too often as well.
  List<String> writerSetup() {
    return this == SQLITE ? List.of("PRAGMA wal_autocheckpoint = 4000") : List.of();
  }

  /// Whether a commit that failed so can be seen if it happened. SQLite writes its log, then
  /// flushes it; where that fails, nobody sees what was written until the file is opened anew.
  boolean showsCommits(SQLException failure) {
    return this != SQLITE || (failure.getErrorCode() & 0xff) != SQLITE_IOERR;
  }

  /// Whether undoing one change of several costs no round trip.
  boolean hasCheapSavepoints() {
    return this == SQLITE;
  }

  /// Driver settings. No call may wait longer than two seconds, and a commit returns after the
  /// flush. What the URL says wins.
  Properties settings() {
    var settings = new Properties();
    settings.putAll(
        switch (this) {
          case SQLITE ->
              Map.of(
                  "journal_mode", "WAL",
                  "synchronous", "FULL",
                  "busy_timeout", "2000",
                  "jdbc.get_generated_keys", "false",
                  "foreign_keys", "true",
                  "secure_delete", "true");
          case POSTGRESQL ->
              Map.of("socketTimeout", "2", "connectTimeout", "2", "reWriteBatchedInserts", "true");
          case MARIADB ->
              Map.of(
                  "socketTimeout", "2000",
                  "connectTimeout", "2000",
                  "transactionIsolation", "READ-COMMITTED"); // as on the others
        });
    return settings;
  }

  /// SQLite takes the write lock when a transaction begins, not in its middle, where waiting for it
  /// would fail.
  Properties writerSettings() {
    Properties settings = settings();
    if (this == SQLITE) {
      settings.setProperty("transaction_mode", "IMMEDIATE");
    }
    return settings;
  }

  /// Settings of a connection that cannot change anything.
  Properties peekSettings() {
    var settings = new Properties();
    switch (this) {
      case SQLITE -> settings.setProperty("open_mode", SQLITE_OPEN_READONLY);
      case POSTGRESQL -> settings.setProperty("readOnly", "true");
      case MARIADB -> {} // its driver has none; who peeks only selects
    }
    return settings;
  }

  /// The file that a URL names; null if it names a server.
  @Nullable Path file(String url) {
    if (this != SQLITE) {
      return null;
    }
    String path = url.substring("jdbc:sqlite:".length());
    int from = path.startsWith("file:") ? "file:".length() : 0;
    int query = path.indexOf('?');
    return Path.of(path.substring(from, query < 0 ? path.length() : query));
  }

  /// Whether a commit on this connection returns after the flush. The servers do so unless their
  /// operator says otherwise.
  boolean flushesCommits(Connection connection) throws SQLException {
    if (this != SQLITE) {
      return true;
    }
    try (var statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA synchronous")) {
      return found.next() && found.getInt(1) >= SQLITE_SYNCHRONOUS_FULL;
    }
  }
}
