package dev.claviger.core;

import dev.claviger.model.Id;
import java.util.List;
import java.util.Optional;

/// The keys of the instance, wrapped.
public interface KeyReader {
  /// Root keys, check value and MAC keys; empty in a database that holds no key.
  Optional<InstanceKeys> instance();

  /// All generations of the key of a space, oldest first.
  List<StoredKey> keysOf(Id space);

  /// All generations of one key, oldest first.
  List<StoredKey> of(KeyLine line);

  /// All keys there are, of every purpose, with the name of their space.
  List<ListedKey> list();
}
