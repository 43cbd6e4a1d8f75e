package dev.claviger.core;

import dev.claviger.model.ClavigerException.Conflict;
import java.time.Instant;

/// Writes the keys of the instance, once.
public interface KeyStore {
  /// Stores the first keys of an empty database.
  ///
  /// @throws Conflict if it holds keys already
  void create(InstanceKeys keys, Instant at);
}
