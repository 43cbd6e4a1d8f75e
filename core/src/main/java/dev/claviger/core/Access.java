package dev.claviger.core;

import dev.claviger.model.ClavigerException.AccessDenied;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.Everywhere;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import java.util.Set;

/// Decides. Default deny; rules only allow; nothing is decided on anything but the caller, the
/// rights an operation needs and the parsed place where it needs them.
final class Access {
  private final Roles roles;

  Access(Roles roles) {
    this.roles = roles;
  }

  /// Lets the operation pass.
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
    Reach place = operation.place();
    for (Permission needed : Permission.values()) {
      if (operation.needs().contains(needed) && !allows(stores, caller, Set.of(needed), place)) {
        throw new AccessDenied(needed.word(), place.toString());
      }
    }
    if (caller.plane() == Plane.SERVICE && !fetches(operation)) {
      throw new AccessDenied("to manage", "the service plane, which only reads and watches");
    }
  }

  /// Whether the caller has all of `needed` in `place`.
  boolean allows(Reading stores, Caller caller, Set<Permission> needed, Reach place) {
    if (caller.plane() == Plane.INTERNAL) {
      return true;
    }
    if (caller.who() == null || !reachable(caller, place)) {
      return false;
    }
    var bindings = stores.people().bindingsOf(caller.who().id());
    return needed.stream()
        .allMatch(
            right ->
                bindings.stream()
                    .anyMatch(
                        binding ->
                            covers(binding.reach(), place)
                                && roles.get(binding.role()).permissions().contains(right)));
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
    return operation instanceof Operation.ReadValue
        || operation instanceof Operation.ReadValues
        || operation instanceof Operation.WatchSecrets;
  }
}
