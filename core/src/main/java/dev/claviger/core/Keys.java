package dev.claviger.core;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.claviger.core.Operation.ListKeys;
import dev.claviger.core.Operation.RotateKey;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.Step.Change;
import dev.claviger.core.audit.Note;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys of the instance, one operation per method. What a rotation takes besides the new key is
/// done by [KeyRotations].
public final class Keys {
  private final Gate gate;
  private final KeyRing keys;
  private final Clock clock;
  private final SecureRandom random;

  Keys(Gate gate, KeyRing keys, Clock clock, SecureRandom random) {
    this.gate = gate;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  /// All keys there are, never their bytes.
  public List<ListedKey> list(Caller caller) {
    return gate.perform(
        caller,
        new ListKeys(),
        stores -> {
          List<ListedKey> found = stores.keys().list();
          return new Answer<>(found, Note.count(found.size()));
        });
  }

  /// Makes a new key for a space, which is pending until [KeyRotations] has tried it.
  ///
  /// @throws Conflict if it is being replaced already
  public ListedKey rotate(Caller caller, SpaceName name) {
    return gate.performOnce(
        caller,
        new RotateKey(name),
        name.value(),
        stores -> {
          StoredSpace space = Spaces.existing(stores, name);
          var line = KeyLine.of(space.id());
          int generation = nextGeneration(stores, line);
          WrappedKey key = keys.newSpaceKey(space.id(), name, generation);
          return begin(caller, line, name, key);
        },
        stores -> newest(stores, "space", name));
  }

  /// Makes a new root key, which is pending until [KeyRotations] has tried it.
  ///
  /// @throws Conflict if it is being replaced already
  public ListedKey rotateRoot(Caller caller) {
    return gate.performOnce(
        caller,
        new RotateKey(null),
        "root",
        stores -> {
          int generation = nextGeneration(stores, KeyLine.ROOT);
          try (RootKey root = RootKey.generate(generation, random)) {
            return begin(caller, KeyLine.ROOT, null, keys.roots().wrapped(root));
          }
        },
        stores -> newest(stores, "root", null));
  }

  private static int nextGeneration(Reading stores, KeyLine line) {
    List<StoredKey> all = stores.keys().of(line);
    if (all.isEmpty()) {
      throw new NotFound("key");
    }
    return all.getLast().generation() + 1;
  }

  private Step<ListedKey> begin(
      Caller caller, KeyLine line, @Nullable SpaceName name, WrappedKey key) {
    Instant now = clock.instant().truncatedTo(MILLIS);
    var rotation = StoredRotation.starting(line, name, key.generation(), now, Spaces.by(caller));
    String word = line.purpose().word();
    var listed = new ListedKey(word, name, key.generation(), KeyState.PENDING, now, 0L, 0, null);
    return new Change<>(
        writing -> {
          if (!writing.rotations().begin(rotation)) {
            throw new Conflict(
                "the " + word + " key is being replaced already; see: claviger key status");
          }
          writing.keys().addPending(key, now);
          return new Answer<>(listed, Note.NONE);
        });
  }

  private static Step<ListedKey> newest(Reading stores, String purpose, @Nullable SpaceName space) {
    ListedKey newest =
        stores.keys().list().stream()
            .filter(key -> key.purpose().equals(purpose))
            .filter(key -> space == null || space.equals(key.space()))
            .reduce((_, later) -> later)
            .orElseThrow(() -> new NotFound("key"));
    return new Answer<>(newest, Note.NONE.because("repeat"));
  }
}
