package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.model.Id;
import java.util.Optional;

/// What POSTs with an `Idempotency-Key` came to.
public interface IdempotencyReader {
  /// What was remembered in the last 24 hours.
  Optional<Remembered> find(Id principal, String key);

  /// What a first request came to.
  ///
  /// @param request the MAC of what was sent
  /// @param result the id of what was made; empty if its answer showed a token
  record Remembered(Digest request, String result) {}
}
