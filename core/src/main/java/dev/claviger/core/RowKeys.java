package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.model.ClavigerException.DecryptionFailed;

/// The `row-mac` keys, under which the rows that decide who may do what are authenticated.
/// Thread-safe.
public interface RowKeys {
  /// The generation that new MACs are made with.
  int writing();

  /// The MAC of `row` under the key of one generation.
  ///
  /// @throws DecryptionFailed if there is no such key
  Digest mac(int generation, byte[] row);
}
