package dev.claviger.core;

import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The opened root keys: one that wraps, and former ones while something is wrapped by them.
final class Roots implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Roots.class.getName());

  private final Id instance;
  private final KeyProvider provider;
  private final Map<Integer, RootKey> opened = new ConcurrentHashMap<>();
  private volatile int writing;

  /// @throws WrongMasterKey if `provider` does not open those in use
  Roots(InstanceKeys keys, KeyProvider provider) {
    this.instance = keys.instance();
    this.provider = provider;
    this.writing = keys.root().generation();
    try {
      take(keys.roots());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Takes the root keys as they stand now.
  void refresh(Reading stores) {
    Optional<InstanceKeys> stored = stores.keys().instance();
    if (stored.isPresent()) {
      take(stored.get().roots());
      writing = stored.get().root().generation();
      stored.get().roots().stream()
          .filter(root -> root.state() == KeyState.DESTROYED)
          .forEach(root -> forget(root.generation()));
    }
  }

  private void take(List<StoredKey> roots) {
    for (StoredKey root : roots) {
      if (root.state().opens()) {
        take(root);
      }
    }
  }

  private void take(StoredKey root) {
    try {
      opened.computeIfAbsent(root.generation(), _ -> open(root.wrapped()));
    } catch (WrongMasterKey failure) {
      if (root.state() != KeyState.RETIRED) {
        throw failure;
      }
      LOG.log(System.Logger.Level.WARNING, "a retired root key does not open: {0}", root.wrapped());
    }
  }

  /// One root key, which the caller closes.
  ///
  /// @throws WrongMasterKey if the provider does not open it
  RootKey open(WrappedKey wrapped) {
    return provider.unwrap(wrapped, instance);
  }

  /// A new root key, wrapped.
  WrappedKey wrapped(RootKey root) {
    return provider.wrap(root, instance);
  }

  boolean has(int generation) {
    return opened.containsKey(generation);
  }

  /// @throws DecryptionFailed if there is none of this generation
  RootKey get(int generation) {
    RootKey root = opened.get(generation);
    if (root == null) {
      throw new DecryptionFailed();
    }
    return root;
  }

  /// The one that wraps.
  RootKey writing() {
    return Objects.requireNonNull(opened.get(writing), "the active root key is open");
  }

  private void forget(int generation) {
    RootKey root = opened.remove(generation);
    if (root != null) {
      root.close();
    }
  }

  @Override
  public void close() {
    opened.values().forEach(RootKey::close);
  }
}
