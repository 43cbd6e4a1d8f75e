package dev.claviger.core;

import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.SecretRef;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writers of one secret take turns, so that two without `If-Match` both get through. Another node
/// may still come in between; then it is tried again. Each attempt is an entry. Thread-safe.
final class Turns {
  private static final int ATTEMPTS = 3;
  private static final int LOCKS = 1_024;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Turns() {
    Arrays.setAll(locks, _ -> new ReentrantLock());
  }

  /// Runs `attempt` alone for `ref`, again if somebody else was faster.
  ///
  /// @param expected the tag of `If-Match`: with one, who is late is told so; null = without
  <T> T take(SecretRef ref, @Nullable String expected, Supplier<T> attempt) {
    ReentrantLock turn = locks[Math.floorMod(ref.hashCode(), LOCKS)];
    turn.lock();
    try {
      return retried(expected, attempt);
    } finally {
      turn.unlock();
    }
  }

  private static <T> T retried(@Nullable String expected, Supplier<T> attempt) {
    for (int left = ATTEMPTS; ; left--) {
      try {
        return attempt.get();
      } catch (ChangedMeanwhile | NameTaken lost) {
        if (expected != null || left == 1) {
          throw lost;
        }
      }
    }
  }
}
