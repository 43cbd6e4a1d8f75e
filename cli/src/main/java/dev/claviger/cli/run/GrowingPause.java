package dev.claviger.cli.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between tries: each twice as long as the one before, up to a limit, and none exactly as
/// long as those of other processes that failed at the same moment. For one thread.
final class GrowingPause {
  private static final double JITTER = 0.2;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private Duration next;

  GrowingPause(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  /// The next pause, at most a fifth longer than the limit.
  Duration next() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofNanos((long) (pause.toNanos() * factor));
  }

  /// The next one is the first again: it worked.
  void reset() {
    next = first;
  }
}
