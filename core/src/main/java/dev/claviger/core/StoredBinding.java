package dev.claviger.core;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import java.time.Instant;
import java.util.Set;

/// A binding as stored: it gives a role to a principal, somewhere.
///
/// @param only the names of the secrets it is good for, and for nothing else; empty = for
///     everything the role is good for
/// @param createdBy such as `user:mara`
public record StoredBinding(
    Id id,
    Identity owner,
    RoleName role,
    Reach reach,
    Set<SecretName> only,
    Instant createdAt,
    String createdBy) {

  /// @throws InvalidInput if there are more names than a rule can hold
  public StoredBinding {
    if (only.size() > Rule.MAX_NAMES) {
      throw new InvalidInput("only", "must be at most " + Rule.MAX_NAMES + " names");
    }
    only = Set.copyOf(only);
  }
}
