package dev.claviger.core;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.Step.Failure;
import dev.claviger.core.audit.Event;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Subject;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One operation on its way through the pipeline. Its caller waits in [#await]; the pipeline takes
/// it, runs it and settles it. Who takes it first decides: the pipeline, and it runs; or the caller
/// who waited too long, and it never does.
final class Command<T> {
  private final Caller caller;
  private final long client;
  private final Operation operation;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch settled = new CountDownLatch(1); // also publishes `outcome`
  private Step<T> prepared;
  private Step<T> outcome;

  /// @param client the record of where the call came from
  Command(Caller caller, long client, Operation operation, Step<T> prepared) {
    this.caller = caller;
    this.client = client;
    this.operation = operation;
    this.prepared = prepared;
    this.outcome = prepared;
  }

  /// The result, once its entry is durable.
  ///
  /// @throws AuditUnavailable if it was still queued after `patience`; it will never run
  /// @throws OutcomeUnknown if it is in a batch that does not end
  T await(Duration patience) {
    try {
      if (!settled.await(patience.toMillis(), MILLISECONDS) && take()) {
        throw discarded(new AuditUnavailable());
      }
      if (!settled.await(patience.toMillis(), MILLISECONDS)) {
        throw discarded(new OutcomeUnknown());
      }
      return result();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw discarded(take() ? new AuditUnavailable() : new OutcomeUnknown());
    }
  }

  /// True for one caller only.
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /// Makes the change, if there is one. A failure is an outcome like any other.
  ///
  /// @throws BatchSpoiled if the whole transaction has to start again
  void run(Writing stores) {
    if (prepared instanceof Change<T>(var change)) {
      long before = stores.rows().changes();
      outcome = attempt(stores, change);
      if (stores.rows().changes() != before && outcome instanceof Answer<T>(var result, var note)) {
        outcome = new Answer<>(result, note.leaving(stores.rows().state()));
      }
    }
  }

  /// From here on it does nothing but fail.
  void fail(RuntimeException cause) {
    prepared = new Failure<>(discarded(cause), Note.NONE);
    outcome = prepared;
  }

  Event event() {
    return switch (outcome) {
      case Answer<T>(_, var note) -> event("ok", note);
      case Failure<T>(ClavigerException known, var note) -> event(known.code(), note);
      case Failure<T>(_, var note) -> event("internal", note);
      case Change<T> _ -> throw new IllegalStateException("recorded before it ran");
    };
  }

  private Event event(String code, Note note) {
    Resource resource = operation.resource();
    return new Event(
        caller.request(),
        caller.who() == null ? null : caller.who().id(),
        caller.credential() == null ? null : caller.credential().value(),
        client,
        operation.action(),
        new Subject(
            resource.type(),
            resource.space() == null ? null : resource.space().value(),
            resource.environment() == null ? null : resource.environment().value(),
            resource.name()),
        code,
        note);
  }

  /// The operation, if it went well; for those who wait for changes.
  Optional<Operation> done() {
    return outcome instanceof Answer<T> ? Optional.of(operation) : Optional.empty();
  }

  /// Wakes the caller.
  void settle() {
    settled.countDown();
  }

  /// Zeroes a value that may not leave, and hands back `reason` to be thrown.
  <E extends RuntimeException> E discarded(E reason) {
    if (outcome instanceof Answer<T> answer) {
      answer.discard();
    }
    return reason;
  }

  private static <T> Step<T> attempt(Writing stores, Function<Writing, Answer<T>> change) {
    try {
      return stores.apart(() -> change.apply(stores));
    } catch (BatchSpoiled spoiled) {
      throw spoiled;
    } catch (RuntimeException failure) {
      return new Failure<>(failure, Note.NONE);
    }
  }

  private T result() {
    return switch (outcome) {
      case Answer<T>(var result, _) -> result;
      case Failure<T>(var cause, _) -> throw cause;
      case Change<T> _ -> throw new IllegalStateException("settled before it ran");
    };
  }
}
