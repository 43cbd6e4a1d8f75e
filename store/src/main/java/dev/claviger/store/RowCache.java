package dev.claviger.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Rows by key, of a bounded size. What is not there is not remembered.
///
/// A row counts only while no change has been announced since before it was loaded, so a load that
/// a commit overtakes leaves nothing behind. Nobody waits: loads run outside of any lock, since
/// many that look for the same missing row would keep the one that commits waiting for ever.
final class RowCache<K, V> {
  private static final int STRIPES = 1 << 12;

  private final Cache<K, Row<V>> rows;
  private final AtomicLongArray changes = new AtomicLongArray(STRIPES);

  private RowCache(Cache<K, Row<V>> rows) {
    this.rows = rows;
  }

  /// A row as it was loaded when so many changes were known.
  private record Row<V>(V value, long change) {}

  static <K, V> RowCache<K, V> ofRows(int most) {
    return new RowCache<>(Caffeine.newBuilder().maximumSize(most).build());
  }

  static <K, V> RowCache<K, V> ofBytes(long most, ToIntFunction<V> bytes) {
    return new RowCache<>(
        Caffeine.newBuilder()
            .maximumWeight(most)
            .weigher((K _, Row<V> row) -> bytes.applyAsInt(row.value()))
            .build());
  }

  /// The row of `key`, loaded if it is not here.
  Optional<V> get(K key, Function<K, Optional<V>> load) {
    return get(key, _ -> true, load);
  }

  /// The row of `key`, loaded if the one here does not fit.
  Optional<V> get(K key, Predicate<V> fits, Function<K, Optional<V>> load) {
    long change = changes.get(stripe(key));
    Row<V> here = rows.getIfPresent(key);
    if (here != null && here.change() == change && fits.test(here.value())) {
      return Optional.of(here.value());
    }
    Optional<V> loaded = load.apply(key);
    loaded.ifPresent(value -> rows.put(key, new Row<>(value, change)));
    return loaded;
  }

  /// Announces that the row of `key` has changed.
  void invalidate(K key) {
    changes.incrementAndGet(stripe(key));
    rows.invalidate(key);
  }

  private static int stripe(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}
