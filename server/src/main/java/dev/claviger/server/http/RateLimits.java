package dev.claviger.server.http;

import dev.claviger.model.ClavigerException.RateLimited;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// A bucket of permits per caller, refilled all the time: `perSecond` on average, twice that at
/// once. One call is one permit, however many values it returns.
public final class RateLimits {
  private static final int MAX_BUCKETS = 100_000;

  private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();
  private final int perSecond;
  private final LongSupplier nanoTime;

  /// @param nanoTime as [System#nanoTime]
  RateLimits(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  /// The usual limits.
  ///
  /// @param perSecond calls of one caller
  public static RateLimits perSecond(int perSecond) {
    return new RateLimits(perSecond, System::nanoTime);
  }

  /// Takes one permit of `who`.
  ///
  /// @throws RateLimited if there is none
  public void take(Object who) {
    bucketOf(who).take();
  }

  /// Forgetting is harmless: a new bucket is full, and only a flood of callers gets here.
  private Bucket bucketOf(Object who) {
    if (buckets.size() >= MAX_BUCKETS) {
      buckets.clear();
    }
    return buckets.computeIfAbsent(who, _ -> new Bucket());
  }

  private final class Bucket {
    private double permits = 2.0 * perSecond; // guarded by `this`
    private long refilledAt = nanoTime.getAsLong(); // guarded by `this`

    synchronized void take() {
      long now = nanoTime.getAsLong();
      permits = Math.min(2.0 * perSecond, permits + (now - refilledAt) * (perSecond / 1e9));
      refilledAt = now;
      if (permits < 1) {
        throw new RateLimited(Duration.ofSeconds(1));
      }
      permits--;
    }
  }
}
