package dev.claviger.core;

import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Secrets by name. Those that are deleted, or in a deleted space, are found only where it says so.
public interface SecretReader {
  /// The secret, a stub included.
  Optional<StoredSecret> find(SecretRef ref);

  /// The secret with this identity, deleted or not; empty once it is purged.
  Optional<StoredSecret> findById(SpaceName space, Id secret);

  /// The secret with its current version; empty for a stub, too. May come from memory.
  Optional<CurrentSecret> findCurrent(SecretRef ref);

  /// One version, whatever its state.
  Optional<StoredVersion> findVersion(Id secret, Version version);

  /// All versions, newest first.
  List<StoredVersion> versions(Id secret);

  /// At most `limit` secrets of the space, by (environment, name) in byte order.
  List<StoredSecret> list(SecretFilter filter, int limit);

  /// The secrets of [#list] that have a version, with it.
  List<CurrentSecret> listCurrent(SecretFilter filter, int limit);

  /// Deleted secrets of the space that can still be restored, newest first.
  List<StoredSecret> deleted(SpaceName space, @Nullable EnvironmentName environment);

  /// Up to `limit` secrets in any space whose deletion is older than `before`.
  List<StoredSecret> deletedBefore(Instant before, int limit);

  /// Up to `limit` living secrets in any living space whose `expires_at` is before `before`.
  List<StoredSecret> expiringBefore(Instant before, int limit);

  /// Which secrets to list. A null field does not restrict.
  ///
  /// @param prefix of the name
  /// @param text is part of the name or the description
  /// @param after the cursor: go on after this environment and name
  /// @param expiresBefore only those that have expired then
  /// @param unusedSince only those that were neither handed out nor changed since
  record SecretFilter(
      SpaceName space,
      @Nullable EnvironmentName environment,
      @Nullable String prefix,
      @Nullable String text,
      @Nullable After after,
      @Nullable Instant expiresBefore,
      @Nullable Instant unusedSince) {
    /// Whenever they expire or were used.
    public SecretFilter(
        SpaceName space,
        @Nullable EnvironmentName environment,
        @Nullable String prefix,
        @Nullable String text,
        @Nullable After after) {
      this(space, environment, prefix, text, after, null, null);
    }

    public static SecretFilter of(SpaceName space, EnvironmentName environment) {
      return new SecretFilter(space, environment, null, null, null);
    }

    /// The same, from another cursor on.
    SecretFilter from(@Nullable After cursor) {
      return new SecretFilter(space, environment, prefix, text, cursor, expiresBefore, unusedSince);
    }
  }

  record After(EnvironmentName environment, SecretName name) {}
}
