package dev.claviger.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.RotationReader.NamedKey;
import dev.claviger.core.StoredRotation.Cursor;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.Pae;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Replaces the root key: every key that hangs under it is wrapped again, by the new one. What they
/// sealed stays as it is.
final class RootReplacement implements Replacement {
  private final KeyRing keys;
  private final SecureRandom random;

  RootReplacement(KeyRing keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  @Override
  public Optional<Digest> tried(Reading stores, StoredRotation rotation, WrappedKey pending) {
    Id instance = keys.instance();
    try (RootKey root = keys.roots().open(pending)) {
      MacKey probe = MacKey.generate(KeyPurpose.ROW_MAC, 1, random);
      byte[] message = rotation.startedBy().getBytes(UTF_8);
      MacKey opened = root.unwrapMac(instance, root.wrap(instance, probe, random));
      if (!opened.mac(message).equals(probe.mac(message))) {
        throw new DecryptionFailed();
      }
      return Optional.of(root.checkValue());
    }
  }

  @Override
  public void refresh(Reading stores, StoredRotation rotation) {
    keys.roots().refresh(stores);
  }

  @Override
  public Batch next(Reading stores, StoredRotation rotation) {
    refresh(stores, rotation);
    RootKey root = keys.roots().get(rotation.generation());
    var rewrapped = new ArrayList<Rewrapped>();
    for (NamedKey key : stores.rotations().keysUnderOthersThan(rotation.generation())) {
      rewrapped(root, key).ifPresent(rewrapped::add);
      if (rewrapped.size() == Batch.MAX) {
        break;
      }
    }
    return new Wrappings(rewrapped);
  }

  /// Empty if it cannot be read; then it stays as it is, and the root key that wrapped it, too.
  private Optional<Rewrapped> rewrapped(RootKey root, NamedKey key) {
    WrappedKey seen = key.wrapped();
    try {
      RootKey former = keys.roots().get(seen.rootGeneration());
      return Optional.of(new Rewrapped(seen, wrappedBy(root, former, key)));
    } catch (DecryptionFailed _) {
      return Optional.empty();
    }
  }

  private WrappedKey wrappedBy(RootKey root, RootKey former, NamedKey key) {
    Id instance = keys.instance();
    WrappedKey seen = key.wrapped();
    Id space = seen.space();
    SpaceName name = key.space();
    if (space == null) {
      return root.wrap(instance, former.unwrapMac(instance, seen), random);
    }
    SpaceKey opened = former.unwrapSpace(instance, Objects.requireNonNull(name), seen);
    return root.wrap(instance, space, name, opened, random);
  }

  @Override
  public boolean leavesBehind(Reading stores, StoredRotation rotation) {
    return !next(stores, rotation).isEmpty();
  }

  @Override
  public boolean needs(Reading stores, StoredRotation rotation, StoredKey former) {
    return stores.rotations().keysUnderOthersThan(rotation.generation()).stream()
        .anyMatch(key -> key.wrapped().rootGeneration() == former.generation());
  }

  private record Rewrapped(WrappedKey seen, WrappedKey next) {}

  private record Wrappings(List<Rewrapped> keys) implements Batch {
    @Override
    public boolean isEmpty() {
      return keys.isEmpty();
    }

    @Override
    public boolean endsScan() {
      return keys.size() < MAX;
    }

    @Override
    public Cursor last() {
      return Cursor.START;
    }

    @Override
    public int unreadable() {
      return 0;
    }

    @Override
    public Digest digest() {
      return Digest.sha256(
          Pae.of(keys.stream().map(one -> one.next().bytes()).toArray(byte[][]::new)));
    }

    @Override
    public long write(Writing writing) {
      return keys.stream().filter(key -> writing.keys().rewrap(key.seen(), key.next())).count();
    }
  }
}
