package dev.claviger.core;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Replacement.Batch;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.Reach.InSpace;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Replaces keys in the background, after [Keys] has made the new one:
///
/// 1. the new key is tried as it was stored, and made the active one in one step;
/// 2. what former keys sealed is sealed again, in batches of at most 500, each one command;
/// 3. once two scans in a row met nothing of a former key, that one is retired;
/// 4. and destroyed after [#KEPT], if nothing needs it.
///
/// Each step follows from the rows, so whoever starts takes up what was going on. A change counts
/// only where the row is still what was read, so nobody who writes waits, and none of their writes
/// is lost. Not for use by several threads at once, except [#stop].
public final class KeyRotations {
  /// How long a retired key is kept, for backups from before.
  public static final Duration KEPT = Duration.ofDays(30);

  private static final System.Logger LOG = System.getLogger(KeyRotations.class.getName());
  private static final int CLEAN_SCANS = 2;

  /// How long a call may take from sealing a value to its commit.
  private static final Duration IN_FLIGHT = Pipeline.PATIENCE.multipliedBy(2);

  private final Database database;
  private final Gate gate;
  private final Replacement ofSpace;
  private final Replacement ofRoot;
  private final Clock clock;
  private final SecureRandom random;
  private final Map<KeyLine, Long> activated = new HashMap<>(); // when, in nanoseconds
  private volatile boolean stopping;

  KeyRotations(
      Database database, Gate gate, KeyRing keys, Vault vault, Clock clock, SecureRandom random) {
    this.database = database;
    this.gate = gate;
    this.ofSpace = new SpaceReplacement(keys, vault, clock, random);
    this.ofRoot = new RootReplacement(keys, random);
    this.clock = clock;
    this.random = random;
  }

  /// Carries on every rotation that is going on, as far as it goes. To be called every second.
  public void advance() {
    for (StoredRotation rotation : rotations()) {
      if (rotation.endedAt() == null) {
        carryOn(rotation);
      }
    }
  }

  /// Lets [#advance] end after the batch that it is at.
  public void stop() {
    stopping = true;
  }

  private List<StoredRotation> rotations() {
    return database.read(stores -> stores.rotations().all());
  }

  private void carryOn(StoredRotation rotation) {
    StoredRotation now = rotation;
    try {
      while (now != null && !stopping) {
        now = step(now);
      }
    } catch (RuntimeException e) { // others can go on; this one is taken up again by the next call
      LOG.log(
          System.Logger.Level.WARNING,
          "replacing " + name(rotation) + " stopped and will be taken up again",
          e);
    }
  }

  /// How far it is after one step; null if there is nothing left to do.
  private @Nullable StoredRotation step(StoredRotation rotation) {
    List<StoredKey> keys = database.read(stores -> stores.keys().of(rotation.line()));
    Optional<StoredKey> next =
        keys.stream().filter(key -> key.generation() == rotation.generation()).findFirst();
    if (next.isEmpty()) { // its space was erased
      return null;
    }
    return switch (next.get().state()) {
      case PENDING -> activate(rotation, keys, next.get());
      case ACTIVE -> moveOn(rotation, keys);
      case DECRYPT_ONLY, RETIRED, DESTROYED -> end(rotation, List.of());
    };
  }

  private @Nullable StoredRotation activate(
      StoredRotation rotation, List<StoredKey> keys, StoredKey pending) {
    StoredKey active =
        keys.stream()
            .filter(key -> key.state() == KeyState.ACTIVE)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("one key is active"));
    Optional<Digest> check;
    try {
      check = database.read(stores -> of(rotation).tried(stores, rotation, pending.wrapped()));
    } catch (DecryptionFailed | WrongMasterKey _) {
      return discard(rotation, pending);
    }
    change(
        rotation,
        "KEY_ACTIVATED",
        writing -> {
          if (!writing.keys().activate(active, pending, check.orElse(null))) {
            throw new Conflict("the keys are not what they were");
          }
          return new Answer<>(true, Note.NONE);
        });
    refresh(rotation);
    activated.put(rotation.line(), System.nanoTime());
    return rotation;
  }

  /// The new key is not what was made; the one in use stays.
  private @Nullable StoredRotation discard(StoredRotation rotation, StoredKey pending) {
    LOG.log(System.Logger.Level.ERROR, "the new key does not work: {0}", name(rotation));
    change(
        rotation,
        "KEY_DISCARDED",
        writing -> {
          writing.keys().destroy(pending);
          writing.rotations().save(rotation.ended(now()));
          return new Answer<>(true, Note.NONE.because("decryption_failed"));
        });
    return null;
  }

  /// The last scan begins once everything is committed that was sealed before the new key was the
  /// active one. Who sealed before this process began is gone.
  private @Nullable StoredRotation moveOn(StoredRotation rotation, List<StoredKey> keys) {
    if (rotation.cleanScans() == CLEAN_SCANS - 1 && isYoung(rotation)) {
      return null;
    }
    Batch batch = database.read(stores -> of(rotation).next(stores, rotation));
    if (!batch.isEmpty()) {
      return changed(rotation, batch);
    }
    StoredRotation after = rotation.after(batch.last(), false, 0);
    if (!batch.endsScan()) {
      return after;
    }
    StoredRotation scanned = after.scanned();
    return scanned.cleanScans() < CLEAN_SCANS ? scanned : end(scanned, keys);
  }

  private boolean isYoung(StoredRotation rotation) {
    Long since = activated.get(rotation.line());
    return since != null && System.nanoTime() - since < IN_FLIGHT.toNanos();
  }

  private StoredRotation changed(StoredRotation rotation, Batch batch) {
    Digest digest = batch.digest();
    return this.<StoredRotation>change(
        rotation,
        rotation.line().equals(KeyLine.ROOT) ? "KEY_REWRAPPED" : "KEY_REENCRYPTED",
        writing -> {
          long moved = batch.write(writing);
          StoredRotation after = rotation.after(batch.last(), true, moved + batch.unreadable());
          StoredRotation next = batch.endsScan() ? after.scanned() : after;
          writing.rotations().save(next);
          return new Answer<>(next, new Note(null, null, digest, moved, null, List.of(), null));
        });
  }

  private @Nullable StoredRotation end(StoredRotation rotation, List<StoredKey> keys) {
    change(
        rotation,
        "KEY_RETIRED",
        writing -> {
          long retired =
              keys.stream()
                  .filter(key -> key.state() == KeyState.DECRYPT_ONLY)
                  .filter(key -> writing.keys().change(key, KeyState.RETIRED))
                  .count();
          writing.rotations().save(rotation.ended(now()));
          return new Answer<>(true, Note.count(retired));
        });
    refresh(rotation);
    return null;
  }

  /// Destroys the keys that were retired longer than [#KEPT] ago, unless something still needs
  /// them, and takes up what turned up since. To be called every hour, by who calls [#advance].
  public void cleanUp() {
    Instant before = clock.instant().minus(KEPT);
    for (StoredRotation rotation : rotations()) {
      Instant end = rotation.endedAt();
      if (end == null) {
        continue;
      }
      List<StoredKey> keys = database.read(stores -> stores.keys().of(rotation.line()));
      if (isActive(keys, rotation.generation())) {
        takeUpAgain(rotation);
      }
      if (end.isBefore(before)) {
        keys.stream()
            .filter(key -> key.state() == KeyState.RETIRED)
            .filter(key -> key.generation() < rotation.generation())
            .forEach(key -> destroy(rotation, key));
      }
    }
  }

  private static boolean isActive(List<StoredKey> keys, int generation) {
    return keys.stream()
        .anyMatch(key -> key.generation() == generation && key.state() == KeyState.ACTIVE);
  }

  private void takeUpAgain(StoredRotation rotation) {
    if (database.read(stores -> of(rotation).leavesBehind(stores, rotation))) {
      change(
          rotation,
          "KEY_RESUMED",
          writing -> {
            writing.rotations().save(rotation.again());
            return new Answer<>(true, Note.NONE);
          });
    }
  }

  private void destroy(StoredRotation rotation, StoredKey key) {
    if (database.read(stores -> of(rotation).needs(stores, rotation, key))) {
      return;
    }
    change(
        rotation,
        "KEY_DESTROYED",
        key.generation(),
        writing -> {
          writing.keys().destroy(key);
          return new Answer<>(true, Note.NONE);
        });
    refresh(rotation);
  }

  private void refresh(StoredRotation rotation) {
    database.read(
        stores -> {
          of(rotation).refresh(stores, rotation);
          return true;
        });
  }

  private Replacement of(StoredRotation rotation) {
    return rotation.line().purpose() == KeyPurpose.ROOT ? ofRoot : ofSpace;
  }

  private <T> T change(
      StoredRotation rotation, String action, Function<Writing, Answer<T>> change) {
    return change(rotation, action, rotation.generation(), change);
  }

  private <T> T change(
      StoredRotation rotation, String action, int generation, Function<Writing, Answer<T>> change) {
    Reach place = rotation.space() == null ? Reach.EVERYWHERE : new InSpace(rotation.space());
    var event = new ServerEvent("key", action, place, name(rotation.line(), generation));
    return gate.perform(Caller.server(Id.random(random)), event, _ -> new Change<>(change));
  }

  private static String name(StoredRotation rotation) {
    String of = rotation.space() == null ? "" : " of space " + rotation.space();
    return "the key " + name(rotation.line(), rotation.generation()) + of;
  }

  /// What entries call one generation of a key, such as `space/2`.
  static String name(KeyLine line, int generation) {
    return line.purpose().word() + "/" + generation;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
