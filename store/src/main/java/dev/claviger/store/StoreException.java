package dev.claviger.store;

import java.sql.SQLException;

/// The database failed. Callers learn no more than `internal` or `audit_unavailable`.
public final class StoreException extends RuntimeException {
  private static final String CONSTRAINT_CLASS = "23";
  private static final int SQLITE_CONSTRAINT = 19;

  private final boolean duplicate;

  StoreException(SQLException cause) {
    this("the database", cause);
  }

  /// @param database what to call it, such as `the database /var/lib/claviger/claviger.db`
  StoreException(String database, SQLException cause) {
    super(database + " " + fault(cause), cause);
    String state = cause.getSQLState();
    this.duplicate =
        state == null
            ? cause.getErrorCode() == SQLITE_CONSTRAINT
            : state.startsWith(CONSTRAINT_CLASS);
  }

  /// What happened and what to do, where that can be told: of the codes of SQLite, whose driver has
  /// no SQL state, the last byte says what kind of error it is.
  private static String fault(SQLException cause) {
    if (cause.getSQLState() != null) {
      return "failed";
    }
    return switch (cause.getErrorCode() & 0xff) {
      case 5 -> "is kept locked by another program";
      case 8 -> "is read-only; let the server's user write to it and its folder";
      case 10 -> "cannot be read or written; is the disk full or failing?";
      case 11, 26 -> "is damaged; restore it from a backup";
      case 13 -> "cannot be written, because the disk is full; make room";
      case 14 -> "cannot be opened; let the server's user write to it and its folder";
      default -> "failed";
    };
  }

  /// Whether the database refused a row because it has one with that key.
  boolean isDuplicate() {
    return duplicate;
  }
}
