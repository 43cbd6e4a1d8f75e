package dev.claviger.core;

import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Failure;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.OutcomeUnknown;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import java.util.Optional;

/// The one door. Every operation passes here, so none can skip authorization or the audit log.
///
/// Decide, work, record: the decision and the work run on the caller's virtual thread against a
/// read connection; changes and entries are queued for the [Pipeline]. No result, refusal or
/// failure leaves before its entry is durable. Fails closed.
public final class Gate {
  private final Database database;
  private final Pipeline pipeline;
  private final Access access;
  private final Clients clients;
  private final Refusals refusals;
  private final Repeats repeats;

  Gate(
      Database database,
      Pipeline pipeline,
      Access access,
      Clients clients,
      Refusals refusals,
      Repeats repeats) {
    this.database = database;
    this.pipeline = pipeline;
    this.access = access;
    this.clients = clients;
    this.refusals = refusals;
    this.repeats = repeats;
  }

  /// Runs `work` if `caller` may do `operation`, and returns its result.
  ///
  /// @throws AccessDenied if no rule allows it; the refusal is on record
  /// @throws AuditUnavailable if nothing could be put on record; then nothing was done
  /// @throws OutcomeUnknown if the database stopped answering in the middle of a commit
  /// @throws ClavigerException whatever `work` refuses; also on record
  public <T> T perform(Caller caller, Operation operation, Work<T> work) {
    return record(caller, operation, prepare(caller, operation, work));
  }

  /// As [#perform], for a POST that may be repeated under its `Idempotency-Key`.
  ///
  /// @param result the id of what will be made; empty if the answer shows a token
  /// @param again what a repeated request is answered with
  public <T> T performOnce(
      Caller caller, Operation operation, String result, Work<T> work, Work<T> again) {
    return perform(caller, operation, repeats.once(caller, result, work, again));
  }

  /// Puts a refusal on record that happened before any operation could be named.
  ///
  /// @return `cause`, to be thrown
  public <E extends ClavigerException> E refused(Caller caller, Operation operation, E cause) {
    try {
      this.<Void>record(caller, operation, new Failure<>(cause, Note.NONE));
    } catch (ClavigerException thrown) {
      if (thrown != cause) {
        throw thrown;
      }
    }
    return cause;
  }

  /// Whether the caller has `needed` on a secret. Decides nothing: [#perform] asks again. It tells
  /// only how to word an operation, such as with masks or without.
  boolean may(Caller caller, Permission needed, SecretRef ref) {
    return database.read(stores -> access.allows(stores, caller, needed, ref));
  }

  /// As [#may], on one secret of `place` at least.
  boolean maySome(Caller caller, Permission needed, Reach place) {
    return database.read(stores -> access.allowsSome(stores, caller, needed, place));
  }

  /// Whether the caller is the owner of a token, who needs no right to end it.
  boolean owns(Caller caller, TokenId id) {
    Identity who = caller.who();
    return who != null
        && database.read(
            stores -> stores.people().token(id).filter(one -> one.owner().equals(who)).isPresent());
  }

  /// Where a binding holds, which is where the right to remove it is needed; everywhere if there is
  /// no such binding.
  Reach reachOf(Id binding) {
    return database.read(
        stores ->
            stores.people().binding(binding).map(StoredBinding::reach).orElse(Reach.EVERYWHERE));
  }

  /// Where a secret is or was, deleted or not: there the right to restore it is needed.
  Optional<InEnvironment> placeOf(SpaceName space, Id secret) {
    return database.read(
        stores ->
            stores
                .secrets()
                .findById(space, secret)
                .map(one -> new InEnvironment(one.ref().scope())));
  }

  private <T> T record(Caller caller, Operation operation, Step<T> step) {
    if (step instanceof Failure<T>(ClavigerException refusal, _)
        && refusals.isOneOfMany(caller, operation, refusal)) {
      throw refusal;
    }
    return pipeline.submit(new Command<>(caller, clientOf(caller, step), operation, step));
  }

  private <T> long clientOf(Caller caller, Step<T> step) {
    try {
      return clients.numberOf(caller, pipeline);
    } catch (RuntimeException unavailable) {
      if (step instanceof Answer<T> answer) {
        answer.discard();
      }
      throw unavailable;
    }
  }

  /// The read connection is back in its pool before anything is queued, so that few connections
  /// serve many waiting callers.
  private <T> Step<T> prepare(Caller caller, Operation operation, Work<T> work) {
    try {
      return database.read(
          stores -> {
            access.check(stores, caller, operation);
            return work.on(stores);
          });
    } catch (RuntimeException failure) {
      return new Failure<>(failure, Note.NONE);
    }
  }
}
