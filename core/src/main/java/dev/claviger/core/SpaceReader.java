package dev.claviger.core;

import dev.claviger.model.Scope;
import dev.claviger.model.SpaceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Spaces and their environments.
public interface SpaceReader {
  /// The living space of that name. May come from memory.
  Optional<StoredSpace> find(SpaceName name);

  /// The deleted space of that name.
  Optional<StoredSpace> findDeleted(SpaceName name);

  /// All living spaces, by name.
  List<StoredSpace> list();

  /// All deleted spaces, by name.
  List<StoredSpace> deleted();

  /// Up to `limit` spaces whose deletion is older than `before`.
  List<StoredSpace> deletedBefore(Instant before, int limit);

  /// The environments of a living space, by name.
  List<StoredEnvironment> environments(SpaceName space);

  /// Whether the living space has the environment. May come from memory.
  boolean exists(Scope scope);
}
