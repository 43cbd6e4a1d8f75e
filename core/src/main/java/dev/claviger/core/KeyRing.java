package dev.claviger.core;

import dev.claviger.core.audit.ChainKey;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The opened keys of this instance: what is under the root key, held while the server runs.
public final class KeyRing implements SpaceKeys, AutoCloseable {
  private static final int FIRST_GENERATION = 1;

  private final Id instance;
  private final RootKey root;
  private final Map<KeyPurpose, Map<Integer, MacKey>> macs = new EnumMap<>(KeyPurpose.class);
  private final Map<Id, List<SpaceKey>> spaces = new ConcurrentHashMap<>();
  private final Map<Id, SpaceName> names = new ConcurrentHashMap<>();
  private final Database database;
  private final SecureRandom random;

  /// @param root belongs to the ring from here on
  /// @throws DecryptionFailed if a MAC key does not open
  KeyRing(InstanceKeys keys, RootKey root, Database database, SecureRandom random) {
    this.instance = keys.instance();
    this.root = root;
    this.database = database;
    this.random = random;
    for (WrappedKey wrapped : keys.macs()) {
      macs.computeIfAbsent(wrapped.purpose(), _ -> new HashMap<>())
          .put(wrapped.generation(), root.unwrapMac(instance, wrapped));
    }
  }

  public Id instance() {
    return instance;
  }

  /// The newest key of a purpose.
  MacKey mac(KeyPurpose purpose) {
    Map<Integer, MacKey> generations = macs.getOrDefault(purpose, Map.of());
    return generations.entrySet().stream()
        .max(Map.Entry.comparingByKey())
        .orElseThrow(() -> new IllegalStateException("no key for " + purpose.word()))
        .getValue();
  }

  /// The key of one generation.
  ///
  /// @throws DecryptionFailed if there is none
  MacKey mac(KeyPurpose purpose, int generation) {
    MacKey key = macs.getOrDefault(purpose, Map.of()).get(generation);
    if (key == null) {
      throw new DecryptionFailed();
    }
    return key;
  }

  ChainKey chainKey(int generation) {
    return new ChainKey(mac(KeyPurpose.AUDIT_MAC, generation));
  }

  /// A new random key for a space that is about to be made.
  WrappedKey newSpaceKey(Id space, SpaceName name) {
    return root.wrap(instance, space, name, SpaceKey.generate(FIRST_GENERATION, random), random);
  }

  /// Tells the ring what a space is called: its keys are wrapped under the name.
  SpaceKeys knowing(Id space, SpaceName name) {
    names.putIfAbsent(space, name);
    return this;
  }

  /// Forgets the keys of an erased space.
  void forget(Id space) {
    spaces.remove(space);
    names.remove(space);
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
    return known == null ? spaces.computeIfAbsent(space, this::opened) : known;
  }

  private List<SpaceKey> opened(Id space) {
    SpaceName name = names.get(space);
    List<WrappedKey> wrapped = database.read(stores -> stores.keys().keysOf(space));
    if (name == null || wrapped.isEmpty()) {
      throw new DecryptionFailed();
    }
    return wrapped.stream().map(key -> root.unwrapSpace(instance, name, key)).toList();
  }

  @Override
  public void close() {
    root.close();
  }
}
