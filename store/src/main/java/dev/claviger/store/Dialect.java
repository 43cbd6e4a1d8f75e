package dev.claviger.store;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// What the supported databases cannot share.
enum Dialect {
  SQLITE,
  POSTGRESQL,
  MARIADB;

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
              "clustered", " WITHOUT ROWID"); // else its key would be stored twice
      case POSTGRESQL ->
          Map.of(
              "name", "VARCHAR(255) COLLATE \"C\"",
              "text", "TEXT COLLATE \"C\"",
              "id", "BYTEA",
              "hash", "BYTEA",
              "bytes", "BYTEA",
              "clustered", "");
      case MARIADB -> // each of its text collations folds or pads something
          Map.of(
              "name", "VARBINARY(255)",
              "text", "VARBINARY(4000)",
              "id", "BINARY(16)",
              "hash", "BINARY(32)",
              "bytes", "MEDIUMBLOB",
              "clustered", "");
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
                  "secure_delete", "true");
          case POSTGRESQL ->
              Map.of("socketTimeout", "2", "connectTimeout", "2", "reWriteBatchedInserts", "true");
          case MARIADB -> Map.of("socketTimeout", "2000", "connectTimeout", "2000");
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

  /// A URL that opens the same database without being able to change it.
  String readOnly(String url) {
    return this == SQLITE
        ? url.replaceFirst("^jdbc:sqlite:(?!file:)", "jdbc:sqlite:file:")
            + (url.contains("?") ? "&" : "?")
            + "mode=ro"
        : url;
  }
}
