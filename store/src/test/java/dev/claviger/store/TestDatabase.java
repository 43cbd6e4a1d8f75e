package dev.claviger.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.claviger.core.audit.Writer;
import dev.claviger.model.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fresh database with the tables in it. SQLite is a temporary file; the others are used where an
/// environment variable names them, skipped on a laptop that has none, and missed in CI.
final class TestDatabase {
  private final DatabaseSettings settings;

  private TestDatabase(String url) {
    this.settings = DatabaseSettings.of(url);
    JdbcDatabase.migrate(settings);
  }

  static TestDatabase sqlite() {
    try {
      Path folder = Files.createTempDirectory("claviger");
      Path file = folder.resolve("test.db");
      folder.toFile().deleteOnExit(); // after the file: the last one registered goes first
      file.toFile().deleteOnExit();
      return new TestDatabase("jdbc:sqlite:" + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestDatabase postgresql() {
    String url = urlFrom("CLAVIGER_TEST_POSTGRESQL_URL");
    execute(url, "DROP SCHEMA public CASCADE");
    execute(url, "CREATE SCHEMA public");
    return new TestDatabase(url);
  }

  static TestDatabase mariadb() {
    String url = urlFrom("CLAVIGER_TEST_MARIADB_URL");
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("SET foreign_key_checks = 0");
      for (String view : namesOf(connection, "VIEW")) {
        statement.execute("DROP VIEW " + view);
      }
      for (String table : namesOf(connection, "TABLE")) {
        statement.execute("DROP TABLE " + table);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new TestDatabase(url);
  }

  private static List<String> namesOf(Connection connection, String type) throws SQLException {
    var names = new ArrayList<String>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getTables(connection.getCatalog(), null, "%", new String[] {type})) {
      while (found.next()) {
        names.add(found.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  private static String urlFrom(String variable) {
    @Nullable String url = System.getenv(variable);
    if (url == null && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(variable + " must be set in CI");
    }
    assumeTrue(url != null, variable + " is not set");
    return Objects.requireNonNull(url);
  }

  DatabaseSettings settings() {
    return settings;
  }

  /// Any statement, as somebody who can write to the database could run it.
  void execute(String sql) {
    execute(settings.url(), sql);
  }

  private static void execute(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// A single number.
  long number(String sql) {
    return query(
        sql,
        found -> {
          found.next();
          return found.getLong(1);
        });
  }

  /// The names of a table's or view's columns, in order.
  List<String> columns(String name) {
    return query(
        "SELECT * FROM " + name + " WHERE 1 = 0",
        found -> {
          var names = new ArrayList<String>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            names.add(found.getMetaData().getColumnLabel(i));
          }
          return names;
        });
  }

  /// The first row of `sql`, with `%s` for the boot of `writer`: text by column, without those that
  /// are null; empty if there is no row.
  Map<String, String> row(String sql, Writer writer) {
    return row(sql.formatted(writer.boot().hex()));
  }

  Map<String, String> row(String sql) {
    return query(
        sql,
        found -> {
          var row = new HashMap<String, String>();
          if (found.next()) {
            for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
              String text = found.getString(i);
              if (text != null) {
                row.put(found.getMetaData().getColumnLabel(i), text);
              }
            }
          }
          return row;
        });
  }

  /// How SQL writes the bytes of `id`.
  String literal(Id id) {
    return settings.dialect() == Dialect.POSTGRESQL
        ? "'\\x" + id.hex() + "'::BYTEA"
        : "x'" + id.hex() + "'";
  }

  private <T> T query(String sql, Sql.Row<T> map) {
    try (Connection connection = DriverManager.getConnection(settings.url());
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      return map.map(found);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }
}
