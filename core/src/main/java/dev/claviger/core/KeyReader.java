package dev.claviger.core;

import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Id;
import java.util.List;
import java.util.Optional;

/// The keys of the instance, wrapped.
public interface KeyReader {
  /// Root key, check value and MAC keys; empty in a database that holds no key.
  Optional<InstanceKeys> instance();

  /// All generations of the keys of a space, oldest first.
  List<WrappedKey> keysOf(Id space);

  /// All keys there are, of every purpose, with the name of their space.
  List<ListedKey> list();
}
