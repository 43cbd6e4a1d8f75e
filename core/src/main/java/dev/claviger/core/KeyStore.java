package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /// Stores a new generation of a key, pending.
  void addPending(WrappedKey key, Instant at);

  /// Makes a pending key the active one, and the one that was active open only. Says whether both
  /// were what they are said to be; if not, nothing has changed.
  ///
  /// @param check the check value of a root key, else null
  boolean activate(StoredKey active, StoredKey pending, @Nullable Digest check);

  /// Gives a key another state, if it has `key.state()` still; says whether it had.
  boolean change(StoredKey key, KeyState next);

  /// Overwrites a key, if it is as it was seen; says whether it was.
  boolean destroy(StoredKey key);

  /// Stores the same key wrapped by another root key, if it is still wrapped as it was seen; says
  /// whether it was.
  boolean rewrap(WrappedKey seen, WrappedKey next);
}
