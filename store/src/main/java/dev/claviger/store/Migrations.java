package dev.claviger.store;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables up to date. They only go forward.
final class Migrations {
  /// The newest migration. A test compares it with the files.
  static final String NEWEST = "8";

  private static final String HISTORY = "flyway_schema_history";
  private static final String APPLIED =
      """
      SELECT version FROM flyway_schema_history WHERE version = ? AND success = ?
      """;

  private Migrations() {}

  static void run(DatabaseSettings settings) {
    if (isCurrent(settings)) { // Flyway costs half a second, also when it finds nothing to do
      return;
    }
    Dialect dialect = settings.dialect();
    String url = Objects.requireNonNullElse(settings.ownerUrl(), settings.url());
    String folder = "classpath:dev/claviger/store/";
    try {
      Flyway.configure()
          .dataSource(url, settings.user(), settings.password())
          .locations(folder + "common", folder + dialect.word())
          .placeholders(dialect.types())
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) { // its message has many lines
      throw e.getCause() instanceof SQLException cause ? settings.failure(cause) : e;
    }
  }

  private static boolean isCurrent(DatabaseSettings settings) {
    try (Connection connection =
        DriverManager.getConnection(
            settings.url(), settings.login(settings.dialect().settings()))) {
      return hasTables(connection)
          && !new Sql(Statements.keeping(connection))
              .query(APPLIED, row -> row.getString("version"), NEWEST, true)
              .isEmpty();
    } catch (SQLException e) {
      throw settings.failure(e);
    }
  }

  static boolean hasTables(Connection connection) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    for (String name : List.of("instance", HISTORY)) {
      try (ResultSet found =
          about.getTables(
              connection.getCatalog(), connection.getSchema(), name, new String[] {"TABLE"})) {
        if (!found.next()) {
          return false;
        }
      }
    }
    return true;
  }
}
