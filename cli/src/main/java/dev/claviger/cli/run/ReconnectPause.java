package dev.claviger.cli.run;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses between tries to reach a server that is away: short at first, since most servers are away
/// for a restart only and a value that is rotated right after it should arrive within a second;
/// longer when it lasts. For one thread.
final class ReconnectPause {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST_AT_FIRST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private static final int TRIES_AT_FIRST = 120; // about a minute

  private final GrowingPause atFirst;
  private final GrowingPause later;
  private int tries;

  ReconnectPause(RandomGenerator random) {
    this.atFirst = new GrowingPause(FIRST, LONGEST_AT_FIRST, random);
    this.later = new GrowingPause(LONGEST_AT_FIRST, LONGEST, random);
  }

  Duration next() {
    return tries++ < TRIES_AT_FIRST ? atFirst.next() : later.next();
  }

  /// For a server that answers, but refuses: no restart will help.
  Duration nextAfterRefusal() {
    return later.next();
  }

  /// It worked.
  void reset() {
    tries = 0;
    atFirst.reset();
    later.reset();
  }
}
