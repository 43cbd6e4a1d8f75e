package dev.claviger.crypto;

import dev.claviger.model.Id;

/// Holds the master key, which wraps the root key and nothing else.
public interface KeyProvider {
  /// The word of the setting `key-provider`, such as `file`.
  String name();

  /// Wraps `root` with the current master key.
  WrappedKey wrap(RootKey root, Id instance);

  /// The root key again, which the caller closes. Writes nothing.
  ///
  /// @throws WrongMasterKey if it was wrapped with a master key that is not here, or changed since
  RootKey unwrap(WrappedKey wrapped, Id instance);
}
