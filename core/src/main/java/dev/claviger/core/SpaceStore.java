package dev.claviger.core;

import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.SpaceName;
import java.time.Instant;
import java.util.List;

/// Writes spaces and environments. Every method refuses before it has any effect.
public interface SpaceStore {
  /// Stores a new space with its first key.
  ///
  /// @throws NameTaken if a living or deleted space has the name
  void create(StoredSpace space, WrappedKey key, List<StoredEnvironment> environments);

  /// Stores description, disclosure and mask style.
  ///
  /// @throws NotFound if it is not alive
  void edit(StoredSpace space);

  /// Hides the space; its name stays taken.
  ///
  /// @throws NotFound if it is not alive
  void delete(SpaceName space, Instant at);

  /// Brings a deleted space back.
  ///
  /// @throws NotFound if it is not there, or not deleted
  void restore(SpaceName space);

  /// Destroys all keys of a space, so that nothing in it can ever be read, and hides it for good;
  /// what is left is removed by [#purge]. No effect if it is gone.
  void erase(StoredSpace space, Instant at);

  /// Removes up to `limit` secrets of a deleted space, and the space itself once it has none.
  /// Says whether the space is gone.
  boolean purge(StoredSpace space, int limit);

  /// Adds one.
  ///
  /// @throws NameTaken if it exists
  /// @throws NotFound if the space is not alive
  void createEnvironment(SpaceName space, StoredEnvironment environment);

  /// Removes an empty one, with the bindings and the tokens that are good there only: else they
  /// would count again for another one of its name.
  ///
  /// @throws Conflict if it holds secrets that are alive or can be restored
  /// @throws NotFound if there is no such environment
  void deleteEnvironment(SpaceName space, EnvironmentName environment, Instant at);
}
