package dev.claviger.client;

import dev.claviger.model.SecretName;
import dev.claviger.model.Version;
import java.util.Map;

/// One message of a [WatchStream]. It never holds a value.
public sealed interface WatchEvent {
  /// All that the credential may read, with current versions.
  record Snapshot(Map<SecretName, Version> versions) implements WatchEvent {
    /// Copies `versions`.
    public Snapshot {
      versions = Map.copyOf(versions);
    }
  }

  /// A new current version, or a name that became readable.
  record Changed(SecretName name, Version version) implements WatchEvent {}

  /// A name that is gone, or not readable any more.
  record Removed(SecretName name) implements WatchEvent {}

  /// Nothing happened; the connection lives.
  record KeepAlive() implements WatchEvent {}
}
