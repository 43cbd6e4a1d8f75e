package dev.claviger.core;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Step.Failure;
import dev.claviger.core.audit.Note;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.Id;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps a flood of refusals from filling the disk: of identical ones the first 20 each minute are
/// entries, the rest one summary at the minute's end. A crash loses at most the running minute's
/// count.
final class Refusals {
  private static final int SINGLE = 20;
  private static final int SINGLE_OF_STRANGER = 1_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Map<Key, Count> running = new HashMap<>();
  private long minute;

  Refusals(Clock clock) {
    this.clock = clock;
    this.minute = clock.millis() / MINUTE_MILLIS;
  }

  /// Without a valid credential the address is who; then it does not matter what was asked for.
  private record Key(String who, String action, Resource resource, String code) {}

  private static final class Count {
    private final Caller caller;
    private final Operation operation;
    private final ClavigerException refusal;
    private long seen;

    Count(Caller caller, Operation operation, ClavigerException refusal) {
      this.caller = caller;
      this.operation = operation;
      this.refusal = refusal;
    }
  }

  /// Counts `refusal`, and says whether it is one that needs no entry of its own.
  boolean isOneOfMany(Caller caller, Operation operation, ClavigerException refusal) {
    if (caller.plane() == Plane.INTERNAL) {
      return false;
    }
    Key key = keyOf(caller, operation, refusal);
    int single = caller.who() == null ? SINGLE_OF_STRANGER : SINGLE;
    lock.lock();
    try {
      Count count = running.computeIfAbsent(key, _ -> new Count(caller, operation, refusal));
      count.seen++;
      return count.seen > single;
    } finally {
      lock.unlock();
    }
  }

  /// Once a minute is over, writes what it held back. Called every second.
  void summarise(Pipeline pipeline) {
    long now = clock.millis() / MINUTE_MILLIS;
    Map<Key, Count> over;
    lock.lock();
    try {
      if (now == minute) {
        return;
      }
      over = running;
      running = new HashMap<>();
      minute = now;
    } finally {
      lock.unlock();
    }
    over.values().forEach(count -> summarise(pipeline, count));
  }

  private static void summarise(Pipeline pipeline, Count count) {
    int single = count.caller.who() == null ? SINGLE_OF_STRANGER : SINGLE;
    if (count.seen <= single) {
      return;
    }
    Operation operation =
        new ServerEvent(
            count.operation.resource().type(),
            count.operation.action(),
            count.operation.place(),
            count.operation.resource().name());
    var note = Note.count(count.seen - single).because("summary");
    try {
      pipeline.submit(
          new Command<Void>(count.caller, 0, operation, new Failure<>(count.refusal, note)));
    } catch (ClavigerException _) { // the refusal itself, which is what was to be recorded
      return;
    }
  }

  private static Key keyOf(Caller caller, Operation operation, ClavigerException refusal) {
    Identity who = caller.who();
    Id id = who == null ? null : who.id();
    return id == null
        ? new Key(caller.client().address(), "", new Resource("", null, null, null), "")
        : new Key(id.hex(), operation.action(), operation.resource(), refusal.code());
  }
}
