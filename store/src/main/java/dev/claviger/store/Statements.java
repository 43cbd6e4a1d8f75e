package dev.claviger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Where prepared statements come from, and what becomes of them afterwards.
interface Statements {
  /// Most texts are constants; lists with filters have many.
  int MAX_KEPT = 100;

  /// Opens a connection, or takes one that is idle.
  interface Source {
    Connection connection() throws SQLException;
  }

  /// A statement for one use.
  ///
  /// @param after gives back what it took
  /// @param forget closes the statement for good
  record Lease(PreparedStatement statement, After after, After forget) implements AutoCloseable {
    interface After {
      void close() throws SQLException;
    }

    /// To be called when it failed: it may stand in the middle of its rows, and on SQLite would
    /// keep its connection at the state of that moment.
    SQLException failed(SQLException cause) {
      try {
        forget.close();
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
      return cause;
    }

    @Override
    public void close() throws SQLException {
      after.close();
    }
  }

  Lease prepare(String text) throws SQLException;

  /// Each statement takes a connection and gives it back, so whoever waits for something else holds
  /// none, and work that needs no statement takes none.
  static Statements taking(Source source) {
    return text -> {
      Connection taken = source.connection();
      try {
        PreparedStatement statement = taken.prepareStatement(text);
        return new Lease(
            statement,
            () -> {
              try (taken) {
                statement.close();
              }
            },
            statement::close);
      } catch (SQLException e) {
        taken.close();
        throw e;
      }
    };
  }

  /// As [#taking], but what was prepared on a pooled connection stays so, below the pool's cover,
  /// which would close it. For few connections that are never replaced.
  static Statements pooled(Source pool) {
    var all = new ConcurrentHashMap<Connection, Statements>();
    return text -> {
      Connection taken = pool.connection();
      try {
        Connection own = taken.unwrap(Connection.class);
        Lease lease = all.computeIfAbsent(own, Statements::keeping).prepare(text);
        return new Lease(
            lease.statement(),
            () -> {
              try (taken) {
                lease.close();
              }
            },
            lease.forget());
      } catch (SQLException e) {
        taken.close();
        throw e;
      }
    };
  }

  /// On one connection, which stays the caller's to close, and whose statements are prepared once.
  static Statements keeping(Connection connection) {
    Map<String, PreparedStatement> kept = new HashMap<>();
    return text -> {
      PreparedStatement known = kept.get(text);
      if (known != null) {
        return new Lease(known, () -> {}, () -> forget(kept, text));
      }
      PreparedStatement statement = connection.prepareStatement(text);
      if (kept.size() == MAX_KEPT) {
        return new Lease(statement, statement::close, statement::close);
      }
      kept.put(text, statement);
      return new Lease(statement, () -> {}, () -> forget(kept, text));
    };
  }

  private static void forget(Map<String, PreparedStatement> kept, String text) throws SQLException {
    try (PreparedStatement _ = kept.remove(text)) {
      // closed
    }
  }
}
