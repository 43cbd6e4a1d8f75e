package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.Operation.CreateEnvironment;
import dev.claviger.core.Operation.CreateSpace;
import dev.claviger.core.Operation.DeleteEnvironment;
import dev.claviger.core.Operation.DeleteSpace;
import dev.claviger.core.Operation.DescribeSpace;
import dev.claviger.core.Operation.ListSpaces;
import dev.claviger.core.Operation.RestoreSpace;
import dev.claviger.core.Operation.UpdateSpace;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Disclosure;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.MaskStyle;
import dev.claviger.model.Reach;
import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Spaces and their environments, one operation per method.
public final class Spaces {
  private static final List<String> BORN_WITH = List.of("development", "production", "staging");

  private final Gate gate;
  private final KeyRing keys;
  private final Clock clock;
  private final SecureRandom random;

  Spaces(Gate gate, KeyRing keys, Clock clock, SecureRandom random) {
    this.gate = gate;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /// What to change in a space; null leaves a part as it is.
  public record Edit(
      @Nullable Description description,
      @Nullable Disclosure disclosure,
      @Nullable MaskStyle maskStyle) {}

  /// The environments that every space is born with.
  static List<StoredEnvironment> bornWith(Instant at, String by) {
    return BORN_WITH.stream()
        .map(name -> new StoredEnvironment(new EnvironmentName(name), at, by))
        .toList();
  }

  /// The spaces in which the caller may see something, by name.
  ///
  /// @param deleted those that can be restored instead
  public List<StoredSpace> list(Caller caller, boolean deleted) {
    return gate.perform(
        caller,
        new ListSpaces(),
        stores -> {
          List<StoredBinding> bindings =
              stores.people().bindingsOf(Objects.requireNonNull(caller.who()).id());
          Stream<StoredSpace> all =
              (deleted ? stores.spaces().deleted() : stores.spaces().list()).stream();
          List<StoredSpace> seen = all.filter(space -> isSeen(caller, space, bindings)).toList();
          return new Answer<>(seen, Note.count(seen.size()));
        });
  }

  private static boolean isSeen(Caller caller, StoredSpace space, List<StoredBinding> bindings) {
    if (caller.only() != null && !caller.only().space().equals(space.name())) {
      return false;
    }
    return bindings.stream().anyMatch(binding -> touches(binding.reach(), space.name()));
  }

  static boolean touches(Reach reach, SpaceName space) {
    return switch (reach) {
      case Reach.Everywhere _ -> true;
      case Reach.InSpace(var name) -> name.equals(space);
      case Reach.InEnvironment(var scope) -> scope.space().equals(space);
    };
  }

  public StoredSpace describe(Caller caller, SpaceName name) {
    return gate.perform(
        caller, new DescribeSpace(name), stores -> new Answer<>(existing(stores, name), Note.NONE));
  }

  /// The environments of a space, by name.
  public List<StoredEnvironment> environments(Caller caller, SpaceName name) {
    return gate.perform(
        caller,
        new DescribeSpace(name),
        stores -> {
          StoredSpace space = existing(stores, name);
          List<StoredEnvironment> found = stores.spaces().environments(space.name());
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// Makes a space with a key of its own and three environments.
  public StoredSpace create(Caller caller, SpaceName name, Edit wanted) {
    return gate.performOnce(
        caller,
        new CreateSpace(name),
        name.value(),
        _ -> {
          Instant now = now();
          String by = by(caller);
          var space =
              new StoredSpace(
                  Id.random(random),
                  name,
                  wanted.description() == null ? Description.NONE : wanted.description(),
                  wanted.disclosure() == null ? Disclosure.GRPC : wanted.disclosure(),
                  wanted.maskStyle() == null ? MaskStyle.LENGTH : wanted.maskStyle(),
                  now,
                  by,
                  now,
                  null);
          WrappedKey key = keys.newSpaceKey(space.id(), name);
          return new Change<>(
              writing -> {
                writing.spaces().create(space, key, bornWith(now, by));
                return new Answer<>(space, Note.NONE);
              });
        },
        stores -> new Answer<>(existing(stores, name), Note.NONE.because("repeat")));
  }

  public StoredSpace update(Caller caller, SpaceName name, Edit wanted) {
    return gate.perform(
        caller,
        new UpdateSpace(name),
        stores -> {
          StoredSpace old = existing(stores, name);
          var space =
              new StoredSpace(
                  old.id(),
                  name,
                  wanted.description() == null ? old.description() : wanted.description(),
                  wanted.disclosure() == null ? old.disclosure() : wanted.disclosure(),
                  wanted.maskStyle() == null ? old.maskStyle() : wanted.maskStyle(),
                  old.createdAt(),
                  old.createdBy(),
                  now(),
                  null);
          var note = Note.NONE.because("disclosure_" + space.disclosure().word());
          return new Change<>(
              writing -> {
                writing.spaces().edit(space);
                return new Answer<>(space, note);
              });
        });
  }

  /// Hides a space and all in it. For 7 days it can be restored.
  public void delete(Caller caller, SpaceName name) {
    gate.<Boolean>perform(
        caller,
        new DeleteSpace(name, false),
        stores -> {
          StoredSpace space = existing(stores, name);
          return new Change<>(
              writing -> {
                writing.spaces().delete(space.name(), now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  /// Destroys the keys of a space, living or deleted, now and for good.
  ///
  /// @param confirmed the name once more
  /// @throws InvalidInput if it is not the name
  public void erase(Caller caller, SpaceName name, String confirmed) {
    Id erased =
        gate.perform(
            caller,
            new DeleteSpace(name, true),
            stores -> {
              if (!name.value().equals(confirmed)) {
                throw new InvalidInput("confirm", "must be the name of the space");
              }
              StoredSpace space =
                  stores
                      .spaces()
                      .find(name)
                      .or(() -> stores.spaces().findDeleted(name))
                      .orElseThrow(() -> new NotFound("space " + name));
              return new Change<>(
                  writing -> {
                    writing.spaces().erase(space, now());
                    return new Answer<>(space.id(), Note.NONE);
                  });
            });
    keys.forget(erased);
  }

  public StoredSpace restore(Caller caller, SpaceName name) {
    return gate.performOnce(
        caller,
        new RestoreSpace(name),
        name.value(),
        stores -> {
          StoredSpace space =
              stores
                  .spaces()
                  .findDeleted(name)
                  .orElseThrow(() -> new NotFound("deleted space " + name));
          return new Change<>(
              writing -> {
                writing.spaces().restore(name);
                return new Answer<>(space, Note.NONE);
              });
        },
        stores -> new Answer<>(existing(stores, name), Note.NONE.because("repeat")));
  }

  public StoredEnvironment createEnvironment(Caller caller, Scope scope) {
    return gate.performOnce(
        caller,
        new CreateEnvironment(scope),
        scope.toString(),
        stores -> {
          existing(stores, scope.space());
          var environment = new StoredEnvironment(scope.environment(), now(), by(caller));
          return new Change<>(
              writing -> {
                writing.spaces().createEnvironment(scope.space(), environment);
                return new Answer<>(environment, Note.NONE);
              });
        },
        stores ->
            stores.spaces().environments(scope.space()).stream()
                .filter(environment -> environment.name().equals(scope.environment()))
                .findFirst()
                .map(found -> new Answer<>(found, Note.NONE.because("repeat")))
                .orElseThrow(() -> new NotFound("environment " + scope)));
  }

  /// Removes an environment that holds no secret.
  public void deleteEnvironment(Caller caller, Scope scope) {
    gate.<Boolean>perform(
        caller,
        new DeleteEnvironment(scope),
        stores -> {
          existing(stores, scope.space());
          return new Change<>(
              writing -> {
                writing.spaces().deleteEnvironment(scope.space(), scope.environment(), now());
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  static StoredSpace existing(Reading stores, SpaceName name) {
    return stores.spaces().find(name).orElseThrow(() -> new NotFound("space " + name));
  }

  static String by(Caller caller) {
    Identity who = caller.who();
    return who == null ? "service:claviger" : who.principal().toString();
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
