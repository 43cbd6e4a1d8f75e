package dev.claviger.bench;

import java.time.Duration;
import java.util.Arrays;

/// How long calls took.
final class Latencies {
  private long[] nanos = new long[1_024];
  private int count;

  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = took;
  }

  synchronized void addAll(Latencies more) {
    if (nanos.length < count + more.count) {
      nanos = Arrays.copyOf(nanos, Math.max(count * 2, count + more.count));
    }
    System.arraycopy(more.nanos, 0, nanos, count, more.count);
    count += more.count;
  }

  int count() {
    return count;
  }

  /// Calls per second, and percentiles in milliseconds.
  String summary(Duration during) {
    Arrays.sort(nanos, 0, count);
    return "%7.0f/s  p50 %.3f  p99 %.3f  p99.9 %.3f ms"
        .formatted(count / (during.toNanos() / 1e9), millis(0.50), millis(0.99), millis(0.999));
  }

  /// The latency that `share` of the calls did not exceed.
  double millis(double share) {
    return count == 0 ? 0 : nanos[Math.min(count - 1, (int) (count * share))] / 1e6;
  }
}
