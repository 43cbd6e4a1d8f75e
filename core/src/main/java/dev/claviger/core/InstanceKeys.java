package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Id;
import java.util.List;

/// What a database holds to tell whether a master key is its own, and to open the rest.
///
/// @param check of the root key
/// @param macs `row-mac`, `token-mac`, `session-mac`, `audit-mac`, all generations
public record InstanceKeys(Id instance, WrappedKey root, Digest check, List<WrappedKey> macs) {
  public InstanceKeys {
    macs = List.copyOf(macs);
  }
}
