package dev.claviger.store;

import java.sql.SQLException;

/// The database failed. Callers learn no more than `internal` or `audit_unavailable`.
public final class StoreException extends RuntimeException {
  StoreException(SQLException cause) {
    super("the database failed", cause);
  }
}
