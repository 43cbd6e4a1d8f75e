package dev.claviger.core;

import dev.claviger.core.SealedVersion.Resealed;
import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.EnvelopeContext;
import dev.claviger.crypto.Pae;
import dev.claviger.crypto.SecretCipher;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.SpaceKeys;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Replaces the key of a space: every version is sealed again, deleted secrets and former versions
/// included.
final class SpaceReplacement implements Replacement {
  private static final int PROBE_BYTES = 32;

  private final KeyRing keys;
  private final Vault vault;
  private final Clock clock;
  private final SecureRandom random;

  SpaceReplacement(KeyRing keys, Vault vault, Clock clock, SecureRandom random) {
    this.keys = keys;
    this.vault = vault;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Optional<Digest> tried(Reading stores, StoredRotation rotation, WrappedKey pending) {
    SpaceName name = name(rotation);
    SpaceKey key = keys.opened(stores, name, pending);
    var cipher = new SecretCipher(keys.instance(), only(key), random);
    var where =
        new EnvelopeContext(
            new SecretId(id(rotation), Id.random(random)),
            new SecretRef(new Scope(name, EnvironmentName.DEVELOPMENT), new SecretName("PROBE")),
            Version.FIRST);
    byte[] bytes = new byte[PROBE_BYTES];
    random.nextBytes(bytes);
    Digest probe = Digest.sha256(bytes);
    try (SecretValue sealed = SecretValue.copyOf(bytes);
        SecretValue opened = cipher.open(where, cipher.seal(where, sealed))) {
      if (!probe.equals(opened.reveal(Digest::sha256))) {
        throw new DecryptionFailed();
      }
    }
    return Optional.empty();
  }

  private static SpaceKeys only(SpaceKey key) {
    return new SpaceKeys() {
      @Override
      public SpaceKey writing(Id space) {
        return key;
      }

      @Override
      public SpaceKey reading(Id space, int generation) {
        return key;
      }
    };
  }

  @Override
  public void refresh(Reading stores, StoredRotation rotation) {
    keys.refresh(stores, id(rotation), name(rotation));
  }

  /// The keys are looked up before any version is opened, so that a version is never taken for
  /// unreadable because a key was missing.
  @Override
  public Batch next(Reading stores, StoredRotation rotation) {
    refresh(stores, rotation);
    Id space = id(rotation);
    List<SealedVersion> found = stores.rotations().versions(space, rotation.cursor(), Batch.MAX);
    var resealed = new ArrayList<Resealed>();
    var unreadable = new ArrayList<SealedVersion>();
    for (SealedVersion version : found) {
      if (!version.isSealedWith(rotation.generation())) {
        Optional<Resealed> next = resealed(space, version);
        next.ifPresent(resealed::add);
        if (next.isEmpty() && !version.quarantined()) {
          unreadable.add(version);
        }
      }
    }
    Cursor last = found.isEmpty() ? rotation.cursor() : found.getLast().cursor();
    return new Versions(resealed, unreadable, last, found.size() < Batch.MAX, clock.instant());
  }

  private Optional<Resealed> resealed(Id space, SealedVersion version) {
    SecretRef ref = version.ref();
    Envelope envelope = version.envelope();
    if (ref == null || envelope == null || version.version() < 1) {
      return Optional.empty();
    }
    var where =
        new EnvelopeContext(
            new SecretId(space, version.secret()), ref, new Version(version.version()));
    try {
      return Optional.of(new Resealed(version, ref, vault.reseal(where, envelope)));
    } catch (DecryptionFailed _) { // it stays as it is, and is named in the status
      return Optional.empty();
    }
  }

  @Override
  public boolean leavesBehind(Reading stores, StoredRotation rotation) {
    return stores.rotations().leavesBehind(id(rotation), rotation.generation());
  }

  /// Looks at every envelope, not at what is said about them.
  @Override
  public boolean needs(Reading stores, StoredRotation rotation, StoredKey former) {
    Cursor cursor = Cursor.START;
    while (true) {
      List<SealedVersion> found = stores.rotations().versions(id(rotation), cursor, Batch.MAX);
      for (SealedVersion version : found) {
        Envelope envelope = version.envelope();
        boolean sealed =
            version.generation() == former.generation()
                || (envelope != null && envelope.generation() == former.generation());
        if (sealed) {
          return true;
        }
      }
      if (found.size() < Batch.MAX) {
        return false;
      }
      cursor = found.getLast().cursor();
    }
  }

  private static Id id(StoredRotation rotation) {
    return Objects.requireNonNull(rotation.line().space());
  }

  private static SpaceName name(StoredRotation rotation) {
    return Objects.requireNonNull(rotation.space());
  }

  private record Versions(
      List<Resealed> resealed, List<SealedVersion> bad, Cursor last, boolean endsScan, Instant at)
      implements Batch {
    @Override
    public boolean isEmpty() {
      return resealed.isEmpty() && bad.isEmpty();
    }

    @Override
    public int unreadable() {
      return bad.size();
    }

    @Override
    public Digest digest() {
      return Digest.sha256(
          Pae.of(
              resealed.stream()
                  .map(
                      one ->
                          Pae.of(
                              one.seen().secret().bytes(),
                              Pae.u64(one.seen().version()),
                              one.next().digest().bytes()))
                  .toArray(byte[][]::new)));
    }

    @Override
    public long write(Writing writing) {
      long moved = writing.rotations().reseal(resealed);
      writing.rotations().quarantine(bad, at);
      return moved;
    }
  }
}
