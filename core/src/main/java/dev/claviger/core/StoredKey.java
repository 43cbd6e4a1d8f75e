package dev.claviger.core;

import dev.claviger.crypto.WrappedKey;

/// One generation of a key as stored.
public record StoredKey(WrappedKey wrapped, KeyState state) {
  public int generation() {
    return wrapped.generation();
  }
}
