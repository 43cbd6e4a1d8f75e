package dev.claviger.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import java.util.Optional;
import java.util.function.Function;

/// Rows by key, of a bounded size. What is not there is not remembered.
final class RowCache<K, V> {
  private final Cache<K, V> rows;

  private RowCache(Cache<K, V> rows) {
    this.rows = rows;
  }

  static <K, V> RowCache<K, V> ofRows(int most) {
    return new RowCache<>(Caffeine.newBuilder().maximumSize(most).build());
  }

  static <K, V> RowCache<K, V> ofBytes(long most, Weigher<K, V> weigher) {
    return new RowCache<>(Caffeine.newBuilder().maximumWeight(most).weigher(weigher).build());
  }

  /// The row of `key`, loaded if it is not here. An [#invalidate] that begins meanwhile waits, and
  /// then drops what was loaded.
  ///
  /// @param ready is run before a load: whatever the load must wait for it waits for here, since
  ///     others may hold that and wait for this load
  @SuppressWarnings("NullAway") // Caffeine takes null from a loader as "there is none"
  Optional<V> get(K key, Runnable ready, Function<K, Optional<V>> load) {
    V here = rows.getIfPresent(key);
    if (here != null) {
      return Optional.of(here);
    }
    ready.run();
    return Optional.ofNullable(rows.get(key, wanted -> load.apply(wanted).orElse(null)));
  }

  void invalidate(K key) {
    rows.invalidate(key);
  }

  void invalidateAll() {
    rows.invalidateAll();
  }
}
