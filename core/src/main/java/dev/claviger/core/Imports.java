package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.Operation.ImportSecrets;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Id;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Many secrets in one call: all are written, or none.
public final class Imports {
  public static final int MAX_SECRETS = 500;

  private final Gate gate;
  private final Access access;
  private final Vault vault;
  private final SealedWrites writes;
  private final Clock clock;
  private final SecureRandom random;

  Imports(
      Gate gate,
      Access access,
      Vault vault,
      SealedWrites writes,
      Clock clock,
      SecureRandom random) {
    this.gate = gate;
    this.access = access;
    this.vault = vault;
    this.writes = writes;
    this.clock = clock;
    this.random = random;
  }

  /// A name and its value, which stays the caller's to close.
  public record Item(SecretName name, SecretValue value) {}

  /// What an item did.
  public enum Effect {
    NEW,
    /// The value was the current one already; no version was made.
    SAME,
    CHANGED
  }

  /// What became of an item.
  public record Result(SecretName name, Effect effect, Version version) {}

  private record Planned(Result result, Id secret, Function<Writing, Version> change) {
    Result write(Writing writing) {
      return new Result(result.name(), result.effect(), change.apply(writing));
    }
  }

  /// Writes all items, in their order. A repeat under one `Idempotency-Key` writes nothing, and
  /// tells what is stored now.
  ///
  /// @throws InvalidInput if there are more than [#MAX_SECRETS], none, or a name twice
  public List<Result> write(Caller caller, Scope scope, List<Item> items) {
    return gate.performOnce(
        caller,
        new ImportSecrets(new InEnvironment(scope)),
        scope.toString(),
        stores -> {
          check(items);
          Instant now = clock.instant().truncatedTo(MILLIS);
          var plans = new ArrayList<Planned>();
          for (Item item : items) {
            plans.add(plan(stores, caller, new SecretRef(scope, item.name()), item, now));
          }
          Note note = note(plans);
          return new Change<>(
              writing -> {
                return new Answer<>(plans.stream().map(plan -> plan.write(writing)).toList(), note);
              });
        },
        stores -> new Answer<>(stored(stores, scope, items), Note.NONE.because("repeat")));
  }

  private static List<Result> stored(Reading stores, Scope scope, List<Item> items) {
    return items.stream()
        .map(
            item -> {
              Version current =
                  Secrets.existing(stores, new SecretRef(scope, item.name())).version();
              return new Result(item.name(), Effect.SAME, current);
            })
        .toList();
  }

  private Planned plan(Reading stores, Caller caller, SecretRef ref, Item item, Instant now) {
    access.require(stores, caller, Permission.SECRET_CREATE, ref);
    access.require(stores, caller, Permission.SECRET_UPDATE, ref);
    Optional<StoredSecret> found = stores.secrets().find(ref);
    if (found.isEmpty()) {
      Id id = Id.random(random);
      var creation = writes.creation(stores, caller, ref, id, item.value(), SecretEdit.NONE, now);
      return new Planned(
          new Result(item.name(), Effect.NEW, Version.FIRST),
          id,
          writing -> creation.change().apply(writing).result().version());
    }
    StoredSecret secret = found.get();
    Optional<CurrentSecret> current = stores.secrets().findCurrent(ref);
    if (current.isPresent() && isSame(stores, current.get(), item.value())) {
      Version version = current.get().version().version();
      return new Planned(
          new Result(item.name(), Effect.SAME, version), secret.id().secret(), _ -> version);
    }
    var advance = writes.advanced(stores, caller, secret, item.value(), SecretEdit.NONE, null, now);
    Version next = secret.current() == null ? Version.FIRST : secret.current().next();
    return new Planned(
        new Result(item.name(), Effect.CHANGED, next),
        secret.id().secret(),
        writing -> advance.change().apply(writing).result().secret().version());
  }

  private boolean isSame(Reading stores, CurrentSecret current, SecretValue value) {
    try (SecretValue old = vault.open(stores, current.secret(), current.version())) {
      return old.sameAs(value);
    }
  }

  private static Note note(List<Planned> plans) {
    return Note.disclosed(
        plans.stream()
            .filter(plan -> plan.result().effect() != Effect.SAME)
            .map(plan -> new Disclosed(plan.secret(), plan.result().version()))
            .sorted(Comparator.comparing(one -> one.secret().hex()))
            .toList());
  }

  private static void check(List<Item> items) {
    if (items.isEmpty() || items.size() > MAX_SECRETS) {
      throw new InvalidInput("secrets", "must be 1 to " + MAX_SECRETS);
    }
    Set<SecretName> names = new HashSet<>();
    for (Item item : items) {
      if (!names.add(item.name())) {
        throw new InvalidInput("secrets", "must not hold " + item.name() + " twice");
      }
    }
  }
}
