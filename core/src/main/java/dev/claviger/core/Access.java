package dev.claviger.core;

import dev.claviger.core.Operation.OnSecret;
import dev.claviger.core.Operation.OnSecrets;
import dev.claviger.core.Operation.ReadValue;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.NotAvailable;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.Everywhere;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides. Default deny; rules only allow; nothing is decided on anything but the caller, the
/// rights an operation needs, the parsed place where it needs them, and the secret's name.
///
/// A decision is a loop over the caller's few bindings, with a look at a set for each.
final class Access {
  private final Roles roles;

  Access(Roles roles) {
    this.roles = roles;
  }

  /// Lets the operation pass. One on many secrets passes for the sake of one name that the caller
  /// has the right for; its work then leaves out the others.
  ///
  /// @throws Unauthenticated if nobody has signed in
  /// @throws AccessDenied if a right is missing
  void check(Reading stores, Caller caller, Operation operation) {
    if (caller.plane() == Plane.INTERNAL
        || operation instanceof Operation.SignIn
        || operation instanceof Operation.Authenticate) {
      return;
    }
    if (caller.who() == null) {
      throw new Unauthenticated();
    }
    Permission missing = missing(stores, caller, operation);
    if (missing != null) {
      throw denied(stores, caller, operation, missing);
    }
    if (caller.plane() == Plane.SERVICE && !fetches(operation)) {
      throw new AccessDenied("to manage", "the service plane, which only reads and watches");
    }
  }

  /// The first right that the operation needs and the caller has not.
  private @Nullable Permission missing(Reading stores, Caller caller, Operation operation) {
    SecretName secret = operation instanceof OnSecret one ? one.ref().name() : null;
    Reach place = operation.place();
    Permission missing = null;
    for (Permission needed : operation.needs()) {
      boolean has =
          operation instanceof OnSecrets
              ? allowsSome(stores, caller, needed, place)
              : allows(stores, caller, needed, place, secret);
      if (!has && (missing == null || needed.compareTo(missing) < 0)) {
        missing = needed;
      }
    }
    return missing;
  }

  /// A service or agent that may read other secrets here is not told what there is and what not.
  private ClavigerException denied(
      Reading stores, Caller caller, Operation operation, Permission missing) {
    return operation instanceof ReadValue(SecretRef ref, _, _)
            && caller.who() != null
            && caller.who().principal().kind() != PrincipalKind.USER
            && allowsSome(stores, caller, missing, operation.place())
        ? new NotAvailable(ref)
        : new AccessDenied(missing.word(), operation.place().toString());
  }

  /// Whether the caller has `right` in `place`.
  ///
  /// @param secret the one it is needed for; null = everything there
  boolean allows(
      Reading stores, Caller caller, Permission right, Reach place, @Nullable SecretName secret) {
    if (caller.plane() == Plane.INTERNAL) {
      return true;
    }
    if (caller.who() == null || !reachable(caller, place)) {
      return false;
    }
    for (StoredBinding binding : stores.people().bindingsOf(caller.who().id())) {
      if (covers(binding.reach(), place)
          && gives(binding, roles.find(stores, binding.role()), right, secret)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the caller has `right` in `place` on one secret at least, be there such a one or not.
  boolean allowsSome(Reading stores, Caller caller, Permission right, Reach place) {
    if (allows(stores, caller, right, place, null)) {
      return true;
    }
    if (caller.who() == null || !reachable(caller, place)) {
      return false;
    }
    for (StoredBinding binding : stores.people().bindingsOf(caller.who().id())) {
      Role role = roles.find(stores, binding.role());
      if (role != null && covers(binding.reach(), place) && givesSome(binding, role, right)) {
        return true;
      }
    }
    return false;
  }

  boolean allows(Reading stores, Caller caller, Permission right, SecretRef ref) {
    return allows(stores, caller, right, new InEnvironment(ref.scope()), ref.name());
  }

  /// @throws AccessDenied if the caller has not `right` on that secret
  void require(Reading stores, Caller caller, Permission right, SecretRef ref) {
    if (!allows(stores, caller, right, ref)) {
      throw new AccessDenied(right.word(), ref.scope().toString());
    }
  }

  /// The names of the secrets on which the caller has `right` in `place` without having it on all.
  Set<SecretName> names(Reading stores, Caller caller, Permission right, InEnvironment place) {
    var names = new HashSet<SecretName>();
    if (caller.who() == null || !reachable(caller, place)) {
      return names;
    }
    for (StoredBinding binding : stores.people().bindingsOf(caller.who().id())) {
      Role role = roles.find(stores, binding.role());
      if (role != null && covers(binding.reach(), place)) {
        (binding.only().isEmpty() ? role.names() : binding.only())
            .stream().filter(name -> gives(binding, role, right, name)).forEach(names::add);
      }
    }
    return names;
  }

  /// Lets a caller give only what they have: every right of `role` in all of `reach`.
  ///
  /// @param only the names it is limited to; empty = no limit
  /// @throws AccessDenied if the caller has not one of the rights
  void requireToGive(Reading stores, Caller caller, Role role, Reach reach, Set<SecretName> only) {
    for (Permission right : role.permissions()) {
      boolean given = only.isEmpty() || right.onSecrets();
      if (given && !mayGive(stores, caller, role, right, reach, only)) {
        throw AccessDenied.toGive(right.word(), reach.toString());
      }
    }
  }

  private boolean mayGive(
      Reading stores,
      Caller caller,
      Role role,
      Permission right,
      Reach reach,
      Set<SecretName> only) {
    if (allows(stores, caller, right, reach, null)) {
      return true;
    }
    if (only.isEmpty() && role.allows(right, null)) {
      return false;
    }
    return (only.isEmpty() ? role.names() : only)
        .stream()
            .filter(name -> role.allows(right, name))
            .allMatch(name -> allows(stores, caller, right, reach, name));
  }

  /// Lets a caller make a credential of somebody else only if they have all of that one's rights.
  ///
  /// @param scope the only one the credential will be good for; null = for all
  /// @throws AccessDenied if the caller has not one of the rights
  void requireToActAs(Reading stores, Caller caller, Identity other, @Nullable Scope scope) {
    for (StoredBinding binding : stores.people().bindingsOf(other.id())) {
      Role role = roles.find(stores, binding.role());
      if (role != null && (scope == null || binding.reach().covers(scope))) {
        Reach reach = scope == null ? binding.reach() : new InEnvironment(scope);
        requireToGive(stores, caller, role, reach, binding.only());
      }
    }
  }

  static boolean gives(
      StoredBinding binding, @Nullable Role role, Permission right, @Nullable SecretName secret) {
    if (role == null) {
      return false;
    }
    if (binding.only().isEmpty()) {
      return role.allows(right, secret);
    }
    return secret != null
        && right.onSecrets()
        && binding.only().contains(secret)
        && role.allows(right, secret);
  }

  private static boolean givesSome(StoredBinding binding, Role role, Permission right) {
    if (binding.only().isEmpty()) {
      return role.allowsSome(right);
    }
    for (SecretName name : binding.only()) {
      if (gives(binding, role, right, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean reachable(Caller caller, Reach place) {
    return caller.only() == null
        || (place instanceof InEnvironment(var scope) && caller.only().equals(scope));
  }

  private static boolean covers(Reach reach, Reach place) {
    return switch (place) {
      case Everywhere _ -> reach instanceof Everywhere;
      case InSpace(var space) -> reach.covers(space);
      case InEnvironment(var scope) -> reach.covers(scope);
    };
  }

  private static boolean fetches(Operation operation) {
    return operation instanceof ReadValue
        || operation instanceof Operation.ReadValues
        || operation instanceof Operation.WatchSecrets;
  }
}
