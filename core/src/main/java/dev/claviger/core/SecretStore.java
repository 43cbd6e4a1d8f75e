package dev.claviger.core;

import dev.claviger.core.audit.Note.Left;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes encrypted secrets. Every method refuses before it has any effect, and returns what it
/// left behind, for the entry. A `secret` is the row as it shall be, `seen` its revision before;
/// `secret.revision()` must be `seen + 1`.
public interface SecretStore {
  /// Stores a new secret with version 1. The space and environment must be alive.
  ///
  /// @throws NameTaken if a living secret has the name
  /// @throws NotFound if there is no such environment
  Left create(StoredSecret secret, StoredVersion first);

  /// Stores the version after `secret.current()`, makes it the current one, and gives the former
  /// one the state GRACE until `graceUntil`, or RETIRED if that is null.
  ///
  /// @throws ChangedMeanwhile if its revision is not `seen` any more, or it is deleted
  Left advance(StoredSecret secret, StoredVersion next, long seen, @Nullable Instant graceUntil);

  /// Stores description, expiry, `disabled` of `secret`, whose revision was `seen`.
  ///
  /// @throws ChangedMeanwhile if its revision is not `seen` any more, or it is deleted
  Left edit(StoredSecret secret, long seen);

  /// Destroys the envelope of one version that is not the current one.
  ///
  /// @throws Conflict if it is the current one, or destroyed already
  /// @throws ChangedMeanwhile if its revision is not `seen` any more, or it is deleted
  Left destroy(StoredSecret secret, long seen, Version version);

  /// Hides the secret and frees its name.
  ///
  /// @throws ChangedMeanwhile if its revision is not `seen` any more, or it is deleted
  Left delete(StoredSecret secret, long seen);

  /// Brings a deleted secret back under its name.
  ///
  /// @throws NameTaken if a living secret has the name now
  /// @throws NotFound if it is not there any more
  Left undelete(StoredSecret secret, long seen);

  /// Removes a deleted secret with all its versions. No effect if it is gone or alive.
  void purge(Id secret);
}
