package dev.claviger.core;

import dev.claviger.model.Id;
import java.time.Instant;

/// What POSTs with an `Idempotency-Key` came to, for 24 hours.
public interface IdempotencyStore {
  /// Remembers one.
  ///
  /// @return false, without any effect, if the principal used the key before
  boolean remember(Id principal, Idempotency key, String result, Instant at);

  /// Forgets those older than `before`.
  void forget(Instant before);
}
