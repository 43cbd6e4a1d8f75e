package dev.claviger.core;

import dev.claviger.core.IdempotencyReader.Remembered;
import dev.claviger.core.Step.Change;
import dev.claviger.model.ClavigerException.AlreadyDone;
import dev.claviger.model.ClavigerException.IdempotencyMismatch;
import java.time.Clock;
import java.util.Optional;

/// Makes a POST harmless to repeat: what was made is remembered by its id, and the repeat is
/// answered from there.
final class Repeats {
  private final Clock clock;

  Repeats(Clock clock) {
    this.clock = clock;
  }

  /// @param result the id of what `work` makes; empty if its answer must not be given again
  <T> Work<T> once(Caller caller, String result, Work<T> work, Work<T> again) {
    Idempotency key = caller.idempotency();
    Identity who = caller.who();
    if (key == null || who == null) {
      return work;
    }
    return stores -> {
      Optional<Remembered> before = stores.idempotency().find(who.id(), key.key());
      if (before.isPresent()) {
        check(before.get(), key);
        return again.on(stores);
      }
      Step<T> step = work.on(stores);
      return step instanceof Change<T>(var change)
          ? new Change<>(
              writing -> {
                remember(writing, who, key, result);
                return change.apply(writing);
              })
          : step;
    };
  }

  private static void check(Remembered before, Idempotency key) {
    if (!before.request().equals(key.request())) {
      throw new IdempotencyMismatch();
    }
    if (before.result().isEmpty()) {
      throw new AlreadyDone();
    }
  }

  /// The statement that decides, so it comes before the change: of two at once, one is refused and
  /// finds the other's result when it asks again.
  private void remember(Writing writing, Identity who, Idempotency key, String result) {
    if (!writing.idempotency().remember(who.id(), key, result, clock.instant())) {
      throw new AlreadyDone();
    }
  }
}
