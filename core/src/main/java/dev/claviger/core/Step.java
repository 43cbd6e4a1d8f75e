package dev.claviger.core;

import dev.claviger.core.audit.Note;
import java.util.function.Function;

/// How the work on the caller's thread ended. Nobody sees it before its audit entry is durable.
public sealed interface Step<T> {

  /// Done; `note` is what the entry says of it.
  record Answer<T>(T result, Note note) implements Step<T> {

    /// Zeroes values that may not leave the server after all.
    void discard() {
      if (result instanceof AutoCloseable value) {
        try {
          value.close();
        } catch (Exception e) {
          throw new IllegalStateException("closing a value does nothing that can fail", e);
        }
      }
    }
  }

  /// Still to be done, by the pipeline, in the transaction that holds the entry. `change` may run
  /// twice, so it has no effect except through the stores.
  record Change<T>(Function<Writing, Answer<T>> change) implements Step<T> {}

  /// Refused or failed. That is an entry too.
  ///
  /// @param note what the entry says besides the code of the failure
  record Failure<T>(RuntimeException cause, Note note) implements Step<T> {}
}
