package dev.claviger.core;

import dev.claviger.crypto.TokenId;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.PrincipalKind;
import dev.claviger.model.RoleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Principals, their tokens and their bindings, and custom roles. Those that are deleted or revoked
// are not found.
public interface PeopleReader {
  Optional<StoredPrincipal> find(Principal principal);

  /// By name, at most 1,000.
  List<StoredPrincipal> list(@Nullable PrincipalKind kind);

  /// May come from memory.
  Optional<StoredToken> token(TokenId id);

  /// Tokens of `owner`, or of everybody, that have not expired at `now`; sessions included.
  List<StoredToken> tokens(@Nullable Id owner, Instant now);

  /// All bindings of a principal. May come from memory.
  List<StoredBinding> bindingsOf(Id principal);

  /// All bindings, by principal.
  List<StoredBinding> bindings();

  Optional<StoredBinding> binding(Id id);

  /// A custom role. May come from memory.
  Optional<StoredRole> role(RoleName name);

  /// All custom roles, by name.
  List<StoredRole> roles();
}
