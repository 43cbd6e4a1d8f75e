package dev.claviger.store;

import java.sql.SQLException;

/// The database failed. Callers learn no more than `internal` or `audit_unavailable`.
public final class StoreException extends RuntimeException {
  private static final String CONSTRAINT_CLASS = "23";
  private static final int SQLITE_CONSTRAINT = 19;

  private final boolean duplicate;

  StoreException(SQLException cause) {
    super("the database failed", cause);
    String state = cause.getSQLState();
    this.duplicate =
        state == null
            ? cause.getErrorCode() == SQLITE_CONSTRAINT
            : state.startsWith(CONSTRAINT_CLASS);
  }

  /// Whether the database refused a row because it has one with that key.
  boolean isDuplicate() {
    return duplicate;
  }
}
