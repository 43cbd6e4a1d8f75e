package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what nothing tells of.
final class Wait {
  private static final Duration GUARD = Duration.ofSeconds(60); // against hanging
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  /// What is waited for.
  interface Condition {
    boolean holds() throws Exception;
  }

  private Wait() {}

  static void until(Condition condition) throws Exception {
    long end = System.nanoTime() + GUARD.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }
}
