package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.Operation.CreateSecret;
import dev.claviger.core.Operation.DeleteSecret;
import dev.claviger.core.Operation.DestroyVersion;
import dev.claviger.core.Operation.RestoreVersion;
import dev.claviger.core.Operation.RotateSecret;
import dev.claviger.core.Operation.UndeleteSecret;
import dev.claviger.core.Operation.UpdateSecret;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.core.audit.Note.Left;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Id;
import dev.claviger.model.Reach.InEnvironment;
import dev.claviger.model.Reach.InSpace;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import dev.claviger.model.VersionState;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changing secrets, one operation per method. Values are sealed on the caller's thread; what is
/// queued holds ciphertext only.
public final class SecretChanges {
  /// How long the former version stays readable after a rotation, unless said otherwise (S9).
  public static final Duration GRACE = Duration.ofDays(7);

  private static final Duration MAX_GRACE = Duration.ofDays(365);

  private final Gate gate;
  private final Access access;
  private final Vault vault;
  private final SealedWrites writes;
  private final Clock clock;
  private final SecureRandom random;
  private final Turns turns = new Turns();

  SecretChanges(
      Gate gate,
      Access access,
      Vault vault,
      SealedWrites writes,
      Clock clock,
      SecureRandom random) {
    this.gate = gate;
    this.access = access;
    this.vault = vault;
    this.writes = writes;
    this.clock = clock;
    this.random = random;
  }

  /// What a write came to.
  ///
  /// @param created whether there was no such secret before
  public record Written(StoredSecret secret, boolean created) {}

  /// What a rotation came to.
  ///
  /// @param former the version before
  /// @param formerWorksUntil when that one stops working
  public record Rotated(StoredSecret secret, Version former, Instant formerWorksUntil) {}

  /// Stores the first version of a new secret.
  ///
  /// @throws NameTaken if there is one
  public StoredSecret create(Caller caller, SecretRef ref, SecretValue value, SecretEdit metadata) {
    Id id = Id.random(random);
    return gate.performOnce(
        caller,
        new CreateSecret(ref),
        id.hex(),
        stores -> {
          Instant now = now();
          checkExpiry(metadata, now);
          Optional<StoredSecret> taken = stores.secrets().find(ref);
          if (taken.isPresent() && taken.get().current() != null) {
            throw new NameTaken("secret " + ref);
          }
          return writes.creation(stores, caller, ref, id, value, metadata, now);
        },
        stores -> new Answer<>(Secrets.existing(stores, ref), Note.NONE.because("repeat")));
  }

  /// Creates a secret, or gives an existing one a new version and new metadata. The former version
  /// retires at once unless `grace` is longer than zero.
  ///
  /// @param value null = metadata only; then there must be a secret
  /// @param expected the tag of `If-Match`; null = whatever is there
  /// @throws ChangedMeanwhile if the secret is not what `expected` says
  public Written put(
      Caller caller,
      SecretRef ref,
      @Nullable SecretValue value,
      SecretEdit metadata,
      Duration grace,
      @Nullable String expected) {
    return turns.take(
        ref,
        expected,
        () ->
            gate.perform(
                caller,
                new UpdateSecret(ref),
                stores -> {
                  Optional<StoredSecret> found = stores.secrets().find(ref);
                  checkTag(ref, found, expected);
                  Instant now = now();
                  checkExpiry(metadata, now);
                  if (found.isPresent()) {
                    return value == null
                        ? SealedWrites.edited(found.get(), metadata, now)
                        : writes.advanced(
                            stores, caller, found.get(), value, metadata, until(grace, now), now);
                  }
                  if (value == null) {
                    throw new NotFound(ref);
                  }
                  access.require(stores, caller, Permission.SECRET_CREATE, ref);
                  Id id = Id.random(random);
                  Change<StoredSecret> creation =
                      writes.creation(stores, caller, ref, id, value, metadata, now);
                  return new Change<>(
                      writing -> {
                        Answer<StoredSecret> done = creation.change().apply(writing);
                        return new Answer<>(new Written(done.result(), true), done.note());
                      });
                }));
  }

  /// Changes metadata only.
  ///
  /// @throws ChangedMeanwhile if the secret is not what `expected` says
  public StoredSecret edit(
      Caller caller, SecretRef ref, SecretEdit metadata, @Nullable String expected) {
    return put(caller, ref, null, metadata, Duration.ZERO, expected).secret();
  }

  /// Stores a new value and keeps the former one readable for `grace`.
  ///
  /// @param value stays the caller's to close
  /// @throws InvalidInput if `grace` is negative or longer than 365 days
  public Rotated rotate(Caller caller, SecretRef ref, SecretValue value, Duration grace) {
    return turns.take(
        ref,
        null,
        () ->
            gate.performOnce(
                caller,
                new RotateSecret(ref),
                ref.name().value(),
                stores -> {
                  StoredSecret secret = Secrets.existing(stores, ref);
                  Version former = secret.current();
                  if (former == null) {
                    throw new NotFound("value of " + ref + " to rotate; set one first");
                  }
                  Instant now = now();
                  Instant until = until(grace, now);
                  Change<Written> next =
                      writes.advanced(stores, caller, secret, value, SecretEdit.NONE, until, now);
                  Instant worksUntil = until == null ? now : until;
                  return new Change<>(
                      writing -> {
                        Answer<Written> done = next.change().apply(writing);
                        return new Answer<>(
                            new Rotated(done.result().secret(), former, worksUntil), done.note());
                      });
                },
                stores -> new Answer<>(rotated(stores, ref), Note.NONE.because("repeat"))));
  }

  /// Makes a new version with the value of an earlier one.
  public StoredSecret restore(Caller caller, SecretRef ref, Version version) {
    return turns.take(
        ref,
        null,
        () ->
            gate.performOnce(
                caller,
                new RestoreVersion(ref, version),
                ref.name().value(),
                stores -> {
                  StoredSecret secret = Secrets.existing(stores, ref);
                  StoredVersion old =
                      stores
                          .secrets()
                          .findVersion(secret.id().secret(), version)
                          .filter(found -> found.state() != VersionState.DESTROYED)
                          .orElseThrow(() -> new NotFound("version " + version + " of " + ref));
                  try (SecretValue value = vault.open(stores, secret, old)) {
                    Change<Written> next =
                        writes.advanced(
                            stores, caller, secret, value, SecretEdit.NONE, null, now());
                    return new Change<>(
                        writing -> {
                          Answer<Written> done = next.change().apply(writing);
                          return new Answer<>(done.result().secret(), done.note());
                        });
                  }
                },
                stores ->
                    new Answer<>(Secrets.existing(stores, ref), Note.NONE.because("repeat"))));
  }

  /// Destroys one version that is not the current one, for good.
  public StoredSecret destroy(Caller caller, SecretRef ref, Version version) {
    return turns.take(
        ref,
        null,
        () ->
            gate.performOnce(
                caller,
                new DestroyVersion(ref, version),
                ref.name().value(),
                stores -> {
                  StoredSecret old = Secrets.existing(stores, ref);
                  if (stores.secrets().findVersion(old.id().secret(), version).isEmpty()) {
                    throw new NotFound("version " + version + " of " + ref);
                  }
                  StoredSecret secret = old.withoutOne();
                  var note = Note.of(old.id().secret(), version, null);
                  return new Change<>(
                      writing -> {
                        Left left = writing.secrets().destroy(secret, old.revision(), version);
                        return new Answer<>(secret, note.leaving(left));
                      });
                },
                stores ->
                    new Answer<>(Secrets.existing(stores, ref), Note.NONE.because("repeat"))));
  }

  /// Hides a secret and frees its name. For 7 days it can be restored, unless `hard`.
  public void delete(Caller caller, SecretRef ref, boolean hard, @Nullable String expected) {
    turns.take(
        ref,
        expected,
        () ->
            gate.<Boolean>perform(
                caller,
                new DeleteSecret(ref, hard),
                stores -> {
                  Optional<StoredSecret> found = stores.secrets().find(ref);
                  checkTag(ref, found, expected);
                  StoredSecret old = found.orElseThrow(() -> new NotFound(ref));
                  Id id = old.id().secret();
                  StoredSecret secret = old.hidden(now());
                  var note = Note.of(id, old.current(), null).because(hard ? "hard" : null);
                  return new Change<>(
                      writing -> {
                        Left left = writing.secrets().delete(secret, old.revision());
                        if (hard) {
                          writing.secrets().purge(id);
                        }
                        return new Answer<>(true, note.leaving(left));
                      });
                }));
  }

  /// Brings a deleted secret back.
  ///
  /// @throws NameTaken if there is another one of its name now
  public StoredSecret undelete(Caller caller, SpaceName space, Id id) {
    InEnvironment place = gate.placeOf(space, id).orElse(null);
    return gate.performOnce(
        caller,
        new UndeleteSecret(place == null ? new InSpace(space) : place, id),
        id.hex(),
        stores -> {
          StoredSecret old = deleted(stores, space, id);
          access.require(stores, caller, Permission.SECRET_DELETE, old.ref());
          StoredSecret secret = old.hidden(null);
          var note = Note.of(id, secret.current(), null);
          return new Change<>(
              writing -> {
                Left left = writing.secrets().undelete(secret, old.revision());
                return new Answer<>(secret, note.leaving(left));
              });
        },
        stores -> new Answer<>(byId(stores, space, id), Note.NONE.because("repeat")));
  }

  private static StoredSecret deleted(Reading stores, SpaceName space, Id id) {
    StoredSecret secret = byId(stores, space, id);
    if (secret.deletedAt() == null) {
      throw new NotFound("deleted secret " + id);
    }
    return secret;
  }

  private static StoredSecret byId(Reading stores, SpaceName space, Id id) {
    return stores
        .secrets()
        .findById(space, id)
        .orElseThrow(() -> new NotFound("deleted secret " + id));
  }

  private Rotated rotated(Reading stores, SecretRef ref) {
    StoredSecret secret = Secrets.existing(stores, ref);
    return stores.secrets().versions(secret.id().secret()).stream()
        .filter(version -> version.graceUntil() != null)
        .findFirst()
        .map(
            former ->
                new Rotated(
                    secret,
                    former.version(),
                    former.graceUntil() == null ? now() : former.graceUntil()))
        .orElseGet(() -> new Rotated(secret, Version.FIRST, now()));
  }

  private static void checkTag(
      SecretRef ref, Optional<StoredSecret> found, @Nullable String expected) {
    if (expected != null && !found.map(StoredSecret::tag).equals(Optional.of(expected))) {
      throw new ChangedMeanwhile(ref.toString());
    }
  }

  private static void checkExpiry(SecretEdit metadata, Instant now) {
    if (metadata.expiresAt() != null && !metadata.expiresAt().isAfter(now)) {
      throw new InvalidInput("expires_at", "must be in the future");
    }
  }

  private static @Nullable Instant until(Duration grace, Instant now) {
    if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
      throw new InvalidInput("grace", "must be from 0 to 365 days");
    }
    return grace.isZero() ? null : now.plus(grace);
  }

  private Instant now() {
    return clock.instant().truncatedTo(MILLIS);
  }
}
