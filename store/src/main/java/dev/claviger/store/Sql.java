package dev.claviger.store;

import dev.claviger.store.Statements.Lease;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Binds, runs and maps statements. Knows no table.
final class Sql {
  private static final int FETCH_ROWS = 1_000;

  /// Makes something of the row a result stands at.
  interface Row<T> {
    T map(ResultSet row) throws SQLException;
  }

  private final Statements statements;
  private long changedRows;

  Sql(Statements statements) {
    this.statements = statements;
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
    try (var lease = statements.prepare(text)) {
      each(lease, row, parameters);
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static void each(Lease lease, Row<?> row, @Nullable Object... parameters)
      throws SQLException {
    try {
      PreparedStatement statement = lease.statement();
      bind(statement, parameters);
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          row.map(found);
        }
      }
    } catch (SQLException e) {
      throw lease.failed(e);
    }
  }

  /// How many rows `text` changed.
  int update(String text, @Nullable Object... parameters) {
    try (var lease = statements.prepare(text)) {
      bind(lease.statement(), parameters);
      int changed = lease.statement().executeUpdate();
      changedRows += changed;
      return changed;
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// Runs `text` once for each element of `rows`, in one round trip where the driver can. How many
  /// rows it changed; of INSERTs that a driver makes one of, it says nothing.
  long updateAll(String text, List<@Nullable Object[]> rows) {
    try (var lease = statements.prepare(text)) {
      PreparedStatement statement = lease.statement();
      try {
        for (@Nullable Object[] row : rows) {
          bind(statement, row);
          statement.addBatch();
        }
        long changed = Arrays.stream(statement.executeBatch()).filter(count -> count > 0).sum();
        changedRows += changed;
        return changed;
      } finally {
        statement.clearBatch();
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  /// How many rows [#update] and [#updateAll] have changed on this connection so far.
  long changedRows() {
    return changedRows;
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
