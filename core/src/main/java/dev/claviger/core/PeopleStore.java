package dev.claviger.core;

import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Id;
import dev.claviger.model.RoleName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes principals, tokens and bindings. Every method refuses before it has any effect.
public interface PeopleStore {
  /// Stores a new principal.
  ///
  /// @throws NameTaken if a living principal has the name
  void create(StoredPrincipal principal);

  /// Removes a principal with its tokens and bindings. Its id is never used again, and its name
  /// stays readable in entries.
  ///
  /// @throws NotFound if it is gone
  void delete(Identity principal, Instant at);

  /// Sets the password and ends all sessions and first tokens of the user but `except`.
  ///
  /// @throws NotFound if the user is gone
  void setPassword(Identity user, String passwordHash, @Nullable TokenId except, Instant at);

  void createToken(StoredToken token);

  /// Ends the sessions of all users, and says how many there were.
  int endSessions(Instant at);

  /// Lets a token end at `until`, because another takes its place.
  ///
  /// @throws Conflict if it is gone or was replaced before
  void replaceToken(TokenId id, Instant at, Instant until);

  /// Ends a token for good.
  ///
  /// @throws NotFound if it is gone
  void revokeToken(TokenId id, Instant at);

  /// Ends a token that may be used once. Of several callers, one succeeds.
  ///
  /// @throws Unauthenticated if it was used already
  void consume(TokenId id, Instant at);

  /// Gives a role, which is built in or stored.
  ///
  /// @throws NameTaken if the principal has the same role there
  /// @throws NotFound if the principal is gone, or the role
  void bind(StoredBinding binding);

  /// Takes a role away.
  ///
  /// @throws NotFound if it is gone
  void unbind(Id binding);

  /// Stores a custom role.
  ///
  /// @throws NameTaken if there is one of its name
  void createRole(StoredRole role);

  /// Gives a custom role other rules and another description.
  ///
  /// @throws NotFound if it is gone
  void updateRole(StoredRole role);

  /// Removes a custom role.
  ///
  /// @throws Conflict if somebody has it
  /// @throws NotFound if it is gone
  void deleteRole(RoleName name);
}
