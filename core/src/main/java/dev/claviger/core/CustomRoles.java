package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.AccessOperation.CreateRole;
import dev.claviger.core.AccessOperation.DeleteRole;
import dev.claviger.core.AccessOperation.ListRoles;
import dev.claviger.core.AccessOperation.UpdateRole;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.Description;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Roles, built in and custom; one operation per method. A role counts in every space, so whoever
/// changes one must have all of its rights everywhere: nobody can give what they have not.
public final class CustomRoles {
  private final Gate gate;
  private final Access access;
  private final Roles builtIn;
  private final Clock clock;

  CustomRoles(Gate gate, Access access, Roles builtIn, Clock clock) {
    this.gate = gate;
    this.access = access;
    this.builtIn = builtIn;
    this.clock = clock;
  }

  /// All roles there are: the built-in ones, then the others by name.
  public List<ListedRole> list(Caller caller) {
    return gate.perform(
        caller,
        new ListRoles(),
        stores -> {
          List<ListedRole> found =
              Stream.concat(
                      builtIn.all().stream().map(role -> new ListedRole(role, null)),
                      stores.people().roles().stream()
                          .map(stored -> new ListedRole(stored.role(), stored)))
                  .toList();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  public ListedRole describe(Caller caller, RoleName name) {
    return gate.perform(
        caller,
        new ListRoles(),
        stores ->
            new Answer<>(
                builtIn.contains(name)
                    ? new ListedRole(builtIn.get(stores, name), null)
                    : new ListedRole(existing(stores, name).role(), existing(stores, name)),
                Note.NONE));
  }

  /// Makes a role.
  ///
  /// @throws NameTaken if there is one of its name, built in or not
  public ListedRole create(Caller caller, Role role, Description description) {
    return gate.performOnce(
        caller,
        new CreateRole(role.name()),
        role.name().value(),
        stores -> {
          if (builtIn.contains(role.name())) {
            throw new NameTaken("built-in role " + role.name());
          }
          access.requireToGive(stores, caller, role, Reach.EVERYWHERE, Set.of());
          Instant now = now();
          var stored = new StoredRole(role, description, now, Spaces.by(caller), now);
          return new Change<>(
              writing -> {
                writing.people().createRole(stored);
                return new Answer<>(new ListedRole(role, stored), Note.NONE);
              });
        },
        stores -> {
          StoredRole stored = existing(stores, role.name());
          return new Answer<>(new ListedRole(stored.role(), stored), Note.NONE.because("repeat"));
        });
  }

  /// Gives a role other rules, which hold at once for everybody who has it.
  ///
  /// @throws Conflict if it is a built-in one
  public ListedRole update(Caller caller, Role role, Description description) {
    return gate.perform(
        caller,
        new UpdateRole(role.name()),
        stores -> {
          refuseBuiltIn(role.name());
          access.requireToGive(stores, caller, role, Reach.EVERYWHERE, Set.of());
          StoredRole old = existing(stores, role.name());
          var stored = new StoredRole(role, description, old.createdAt(), old.createdBy(), now());
          return new Change<>(
              writing -> {
                writing.people().updateRole(stored);
                return new Answer<>(new ListedRole(role, stored), Note.NONE);
              });
        });
  }

  /// Removes a role.
  ///
  /// @throws Conflict if it is a built-in one, or somebody has it
  public void delete(Caller caller, RoleName name) {
    gate.<Boolean>perform(
        caller,
        new DeleteRole(name),
        _ -> {
          refuseBuiltIn(name);
          return new Change<>(
              writing -> {
                writing.people().deleteRole(name);
                return new Answer<>(true, Note.NONE);
              });
        });
  }

  private void refuseBuiltIn(RoleName name) {
    if (builtIn.contains(name)) {
      throw new Conflict("the role " + name + " is built in and stays as it is");
    }
  }

  private static StoredRole existing(Reading stores, RoleName name) {
    return stores.people().role(name).orElseThrow(() -> Roles.missing(name));
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
