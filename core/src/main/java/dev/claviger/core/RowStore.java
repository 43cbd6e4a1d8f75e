package dev.claviger.core;

import dev.claviger.core.audit.Note.Left;

/// The authenticated rows, while they are being changed.
public interface RowStore {
  /// Counts the rows of the small tables that this transaction has changed.
  long changes();

  /// The state of the small tables after these changes.
  Left state();

  /// Takes the rows as they are for the state after those that were seen, `beyond` the newest.
  void accept(long beyond);

  /// Gives every row a MAC, as it is. For a database in which nothing has one yet.
  void sealAll();
}
