package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.Id;
import java.util.List;

/// What a database holds to tell whether a master key is its own, and to open the rest.
///
/// @param roots all generations of the root key, oldest first; one is active
/// @param check of the active root key
/// @param macs `row-mac`, `token-mac`, `session-mac`, `audit-mac`, all generations
public record InstanceKeys(
    Id instance, List<StoredKey> roots, Digest check, List<WrappedKey> macs) {
  public InstanceKeys {
    roots = List.copyOf(roots);
    macs = List.copyOf(macs);
  }

  /// The active root key.
  public WrappedKey root() {
    return roots.stream()
        .filter(root -> root.state() == KeyState.ACTIVE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("one root key is active"))
        .wrapped();
  }
}
