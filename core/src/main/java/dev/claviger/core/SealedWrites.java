package dev.claviger.core;

import dev.claviger.core.SecretChanges.Written;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.crypto.Envelope;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Description;
import dev.claviger.model.Id;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Changes of secrets that are ready to be queued: values are sealed, and what the pipeline gets
/// holds ciphertext only.
final class SealedWrites {
  private final Vault vault;

  SealedWrites(Vault vault) {
    this.vault = vault;
  }

  /// A new secret with its first version.
  Change<StoredSecret> creation(
      Reading stores,
      Caller caller,
      SecretRef ref,
      Id id,
      SecretValue value,
      SecretEdit metadata,
      Instant now) {
    Id space = Spaces.existing(stores, ref.scope().space()).id();
    if (!stores.spaces().exists(ref.scope())) {
      throw new NotFound("environment " + ref.scope());
    }
    String by = Spaces.by(caller);
    var blank =
        new StoredSecret(
            new SecretId(space, id),
            ref,
            Version.FIRST,
            Description.NONE,
            now,
            by,
            now,
            null,
            false,
            false,
            null,
            0,
            0);
    StoredSecret secret = metadata.on(blank, now);
    Envelope envelope = vault.seal(stores, secret, Version.FIRST, value);
    var first = new StoredVersion(Version.FIRST, VersionState.CURRENT, envelope, now, by, null);
    var note = Note.of(id, Version.FIRST, envelope.digest());
    return new Change<>(
        writing -> {
          Left left = writing.secrets().create(secret, first);
          return new Answer<>(secret, note.leaving(left));
        });
  }

  /// The next version, which becomes the current one.
  ///
  /// @param graceUntil how long the former one stays readable; null = not at all
  Change<Written> advanced(
      Reading stores,
      Caller caller,
      StoredSecret old,
      SecretValue value,
      SecretEdit metadata,
      @Nullable Instant graceUntil,
      Instant now) {
    Version number = old.current() == null ? Version.FIRST : old.current().next();
    Envelope envelope = vault.seal(stores, old, number, value);
    StoredSecret secret = metadata.on(old, now).at(number);
    var next =
        new StoredVersion(number, VersionState.CURRENT, envelope, now, Spaces.by(caller), null);
    var note = Note.of(old.id().secret(), number, envelope.digest());
    return new Change<>(
        writing -> {
          Left left = writing.secrets().advance(secret, next, old.revision(), graceUntil);
          return new Answer<>(new Written(secret, false), note.leaving(left));
        });
  }

  /// Another description, expiry or state, and no version.
  static Change<Written> edited(StoredSecret old, SecretEdit metadata, Instant now) {
    StoredSecret secret = metadata.on(old, now);
    var note = Note.of(old.id().secret(), old.current(), null).because(metadata.reason());
    return new Change<>(
        writing -> {
          Left left = writing.secrets().edit(secret, old.revision());
          return new Answer<>(new Written(secret, false), note.leaving(left));
        });
  }
}
