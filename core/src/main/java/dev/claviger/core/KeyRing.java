package dev.claviger.core;

import dev.claviger.core.audit.ChainKey;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.SpaceKeys;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The opened keys of this instance: what is under the root key, held while the server runs.
public final class KeyRing implements SpaceKeys, AutoCloseable {
  private static final int FIRST_GENERATION = 1;

  private final Id instance;
  private final RootKey root;
  private final Map<KeyPurpose, ConcurrentSkipListMap<Integer, MacKey>> macs =
      new EnumMap<>(KeyPurpose.class);
  private final Map<Id, List<SpaceKey>> spaces = new ConcurrentHashMap<>();
  private final SecureRandom random;

  /// @param root belongs to the ring from here on
  /// @throws DecryptionFailed if a MAC key does not open
  KeyRing(InstanceKeys keys, RootKey root, SecureRandom random) {
    this.instance = keys.instance();
    this.root = root;
    this.random = random;
    for (KeyPurpose purpose : KeyPurpose.values()) {
      macs.put(purpose, new ConcurrentSkipListMap<>());
    }
    keys.macs().forEach(this::open);
  }

  private void open(WrappedKey wrapped) {
    generations(wrapped.purpose())
        .computeIfAbsent(wrapped.generation(), _ -> root.unwrapMac(instance, wrapped));
  }

  /// Opens the MAC keys that another node has made since.
  void learn(Reading stores) {
    stores.keys().instance().ifPresent(keys -> keys.macs().forEach(this::open));
  }

  /// A new key for a purpose, which counts from [#add] on.
  MacKey next(KeyPurpose purpose) {
    return MacKey.generate(purpose, mac(purpose).generation() + 1, random);
  }

  WrappedKey wrapped(MacKey key) {
    return root.wrap(instance, key, random);
  }

  /// Uses `key` from now on.
  void add(MacKey key) {
    generations(key.purpose()).put(key.generation(), key);
  }

  boolean has(KeyPurpose purpose, int generation) {
    return generations(purpose).containsKey(generation);
  }

  private ConcurrentSkipListMap<Integer, MacKey> generations(KeyPurpose purpose) {
    return Objects.requireNonNull(macs.get(purpose));
  }

  public Id instance() {
    return instance;
  }

  /// The newest key of a purpose.
  MacKey mac(KeyPurpose purpose) {
    return generations(purpose).lastEntry().getValue();
  }

  /// The key of one generation.
  ///
  /// @throws DecryptionFailed if there is none
  MacKey mac(KeyPurpose purpose, int generation) {
    MacKey key = generations(purpose).get(generation);
    if (key == null) {
      throw new DecryptionFailed();
    }
    return key;
  }

  RowKeys rowKeys() {
    return new RowKeys() {
      @Override
      public int writing() {
        return KeyRing.this.mac(KeyPurpose.ROW_MAC).generation();
      }

      @Override
      public Digest mac(int generation, byte[] row) {
        return KeyRing.this.mac(KeyPurpose.ROW_MAC, generation).mac(row);
      }
    };
  }

  ChainKey chainKey(int generation) {
    return new ChainKey(mac(KeyPurpose.AUDIT_MAC, generation));
  }

  /// A new random key for a space that is about to be made.
  WrappedKey newSpaceKey(Id space, SpaceName name) {
    return root.wrap(instance, space, name, SpaceKey.generate(FIRST_GENERATION, random), random);
  }

  /// Makes the keys of a space ready for use, with the stores of the work that needs them: to wait
  /// for a second connection while holding one could wait for ever.
  void prepare(Reading stores, Id space, SpaceName name) {
    if (!spaces.containsKey(space)) {
      List<WrappedKey> wrapped = stores.keys().keysOf(space);
      if (wrapped.isEmpty()) {
        throw new DecryptionFailed();
      }
      spaces.put(
          space, wrapped.stream().map(key -> root.unwrapSpace(instance, name, key)).toList());
    }
  }

  /// Forgets the keys of an erased space.
  void forget(Id space) {
    spaces.remove(space);
  }

  @Override
  public SpaceKey writing(Id space) {
    return keysOf(space).getLast();
  }

  @Override
  public SpaceKey reading(Id space, int generation) {
    return keysOf(space).stream()
        .filter(key -> key.generation() == generation)
        .findFirst()
        .orElseThrow(DecryptionFailed::new);
  }

  private List<SpaceKey> keysOf(Id space) {
    List<SpaceKey> known = spaces.get(space);
    if (known == null) {
      throw new DecryptionFailed();
    }
    return known;
  }

  @Override
  public void close() {
    root.close();
  }
}
