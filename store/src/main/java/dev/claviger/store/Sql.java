package dev.claviger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds, runs and maps statements on one connection. Knows no table.
final class Sql {
  private static final int FETCH_ROWS = 1_000;

  /// Makes something of the row a result stands at.
  interface Row<T> {
    T map(ResultSet row) throws SQLException;
  }

  /// Where connections come from.
  interface Source {
    Connection connection() throws SQLException;
  }

  private final Source source;
  private final @Nullable Map<String, PreparedStatement> kept;
  private long changedRows;

  private Sql(Source source, @Nullable Map<String, PreparedStatement> kept) {
    this.source = source;
    this.kept = kept;
  }

  /// Each statement takes a connection and gives it back, so whoever waits for something else holds
  /// none, and work that needs no statement takes none.
  static Sql taking(Source source) {
    return new Sql(source, null);
  }

  /// On one connection, which stays the caller's to close, and whose statements are prepared once.
  static Sql keeping(Connection connection) {
    return new Sql(() -> connection, new HashMap<>());
  }

  <T> List<T> query(String text, Row<T> row, @Nullable Object... parameters) {
    var rows = new ArrayList<T>();
    each(text, found -> rows.add(row.map(found)), parameters);
    return rows;
  }

  <T> Optional<T> first(String text, Row<T> row, @Nullable Object... parameters) {
    return query(text, row, parameters).stream().findFirst();
  }

  /// Gives each row to `row`, without holding them all.
  void each(String text, Row<?> row, @Nullable Object... parameters) {
    try {
      PreparedStatement statement = prepared(text);
      try {
        bind(statement, parameters);
        statement.setFetchSize(FETCH_ROWS);
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            row.map(found);
          }
        }
      } finally {
        done(statement);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// How many rows `text` changed.
  int update(String text, @Nullable Object... parameters) {
    try {
      PreparedStatement statement = prepared(text);
      try {
        bind(statement, parameters);
        int changed = statement.executeUpdate();
        changedRows += changed;
        return changed;
      } finally {
        done(statement);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// Runs `text` once for each element of `rows`, in one round trip where the driver can.
  void updateAll(String text, List<@Nullable Object[]> rows) {
    try {
      PreparedStatement statement = prepared(text);
      try {
        for (@Nullable Object[] row : rows) {
          bind(statement, row);
          statement.addBatch();
        }
        statement.executeBatch();
      } finally {
        statement.clearBatch();
        done(statement);
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// How many rows [#update] has changed on this connection so far.
  long changedRows() {
    return changedRows;
  }

  private PreparedStatement prepared(String text) throws SQLException {
    if (kept == null) {
      return prepared(source.connection(), text);
    }
    PreparedStatement statement = kept.get(text);
    if (statement == null) {
      statement = source.connection().prepareStatement(text);
      kept.put(text, statement);
    }
    return statement;
  }

  private static PreparedStatement prepared(Connection taken, String text) throws SQLException {
    try {
      return taken.prepareStatement(text);
    } catch (SQLException e) {
      taken.close();
      throw e;
    }
  }

  private void done(PreparedStatement statement) throws SQLException {
    if (kept == null) {
      try (Connection _ = statement.getConnection()) {
        statement.close();
      }
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
