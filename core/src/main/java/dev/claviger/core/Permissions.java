package dev.claviger.core;

import dev.claviger.core.AccessOperation.DescribePermissions;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a principal may do, all in all.
public final class Permissions {
  private final Gate gate;
  private final Roles roles;

  Permissions(Gate gate, Roles roles) {
    this.gate = gate;
    this.roles = roles;
  }

  /// One right, where it holds, and which role gives it.
  ///
  /// @param only the names of the secrets it is limited to, in their order; empty = no limit
  public record Effective(Permission right, Reach where, RoleName role, List<SecretName> only) {
    public Effective {
      only = List.copyOf(only);
    }
  }

  /// The rights of a principal, by place and right. A token can be good for less.
  public List<Effective> of(Caller caller, Principal principal) {
    boolean own = caller.who() != null && caller.who().principal().equals(principal);
    return gate.perform(
        caller,
        new DescribePermissions(principal, own),
        stores -> {
          Identity who = People.existing(stores, principal).identity();
          var found = new ArrayList<Effective>();
          for (StoredBinding binding : stores.people().bindingsOf(who.id())) {
            Role role = roles.find(stores, binding.role());
            if (role != null) {
              found.addAll(given(binding, role));
            }
          }
          found.sort(
              Comparator.comparing((Effective one) -> one.where().toString())
                  .thenComparing(Effective::right)
                  .thenComparing(one -> one.role().value()));
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  private static List<Effective> given(StoredBinding binding, Role role) {
    var found = new ArrayList<Effective>();
    for (Permission right : role.permissions()) {
      boolean always = binding.only().isEmpty() && role.allows(right, null);
      List<SecretName> names = always ? List.of() : names(binding, role, right);
      if (always || !names.isEmpty()) {
        found.add(new Effective(right, binding.reach(), role.name(), names));
      }
    }
    return found;
  }

  private static List<SecretName> names(StoredBinding binding, Role role, Permission right) {
    Set<SecretName> asked = binding.only().isEmpty() ? role.names() : binding.only();
    var names = new TreeSet<>(Comparator.comparing(SecretName::value));
    for (SecretName name : asked) {
      if (Access.gives(binding, role, right, name)) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }
}
