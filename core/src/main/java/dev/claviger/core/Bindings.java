package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.AccessOperation.CreateBinding;
import dev.claviger.core.AccessOperation.DeleteBinding;
import dev.claviger.core.AccessOperation.ListBindings;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who has which role where; one operation per method.
public final class Bindings {
  private final Gate gate;
  private final Access access;
  private final Roles roles;
  private final Clock clock;
  private final SecureRandom random;

  Bindings(Gate gate, Access access, Roles roles, Clock clock, SecureRandom random) {
    this.gate = gate;
    this.access = access;
    this.roles = roles;
    this.clock = clock;
    this.random = random;
  }

  /// The bindings inside `place`.
  ///
  /// @param principal null = of everybody
  public List<StoredBinding> list(Caller caller, Reach place, @Nullable Principal principal) {
    return gate.perform(
        caller,
        new ListBindings(place),
        stores -> {
          List<StoredBinding> found =
              stores.people().bindings().stream()
                  .filter(one -> principal == null || one.owner().principal().equals(principal))
                  .filter(one -> isInside(one.reach(), place))
                  .toList();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// Gives a role to a principal. Whoever gives it must be able to give rights in all of `reach`,
  /// and must have those of the role.
  ///
  /// @param only the names of the secrets it is good for; empty = no limit
  public StoredBinding create(
      Caller caller, Principal principal, RoleName role, Reach reach, Set<SecretName> only) {
    Id id = Id.random(random);
    return gate.performOnce(
        caller,
        new CreateBinding(principal, reach),
        id.hex(),
        stores -> {
          checkExists(stores, reach);
          access.requireToGive(stores, caller, roles.get(stores, role), reach, only);
          var binding =
              new StoredBinding(
                  id,
                  People.existing(stores, principal).identity(),
                  role,
                  reach,
                  only,
                  clock.instant().truncatedTo(MILLIS),
                  Spaces.by(caller));
          return new Change<>(
              writing -> {
                writing.people().bind(binding);
                return new Answer<>(binding, Note.NONE.because(role.value()));
              });
        },
        stores ->
            stores.people().bindings().stream()
                .filter(one -> one.owner().principal().equals(principal))
                .filter(one -> one.role().equals(role) && one.reach().equals(reach))
                .findFirst()
                .map(found -> new Answer<>(found, Note.NONE.because("repeat")))
                .orElseThrow(() -> new NotFound("binding any more")));
  }

  /// Takes a role away.
  public void delete(Caller caller, Id id) {
    Reach reach = gate.reachOf(id);
    gate.<Boolean>perform(
        caller,
        new DeleteBinding(id, reach),
        stores -> {
          StoredBinding binding =
              stores.people().binding(id).orElseThrow(() -> new NotFound("binding " + id));
          if (People.administers(binding)) {
            People.refuseLastAdministrator(stores, null, id);
          }
          return new Change<>(
              writing -> {
                writing.people().unbind(id);
                return new Answer<>(true, Note.NONE.because(binding.role().value()));
              });
        });
  }

  private static boolean isInside(Reach reach, Reach place) {
    return switch (reach) {
      case Reach.Everywhere _ -> place instanceof Reach.Everywhere;
      case Reach.InSpace(var space) -> place instanceof Reach.Everywhere || place.covers(space);
      case Reach.InEnvironment(var scope) -> place.covers(scope);
    };
  }

  private static void checkExists(Reading stores, Reach reach) {
    boolean exists =
        switch (reach) {
          case Reach.Everywhere _ -> true;
          case Reach.InSpace(var space) -> stores.spaces().find(space).isPresent();
          case Reach.InEnvironment(var scope) -> stores.spaces().exists(scope);
        };
    if (!exists) {
      throw new NotFound("place " + reach);
    }
  }
}
