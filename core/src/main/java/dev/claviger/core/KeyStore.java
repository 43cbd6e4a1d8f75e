package dev.claviger.core;

import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import java.time.Instant;

/// Writes the keys of the instance.
public interface KeyStore {
  /// Stores the first keys of an empty database.
  ///
  /// @throws Conflict if it holds keys already
  void create(InstanceKeys keys, Instant at);

  /// Stores the next generation of a MAC key; the one before is retired.
  ///
  /// @throws Conflict if there is that generation already
  void add(WrappedKey mac, Instant at);
}
