package dev.claviger.core;

import dev.claviger.core.audit.ChainKey;
import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.SpaceKeys;
import dev.claviger.crypto.WrappedKey;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The opened keys of this instance: what is under the root key, held while the server runs.
///
/// Of each key any number of generations opens, and one seals. What another one did with keys, a
/// rotation or another node, is taken up with [#refresh], or when a generation is met that is not
/// known here.
public final class KeyRing implements SpaceKeys, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());
  private static final int FIRST_GENERATION = 1;

  private final Id instance;
  private final Roots roots;
  private final Map<KeyPurpose, ConcurrentSkipListMap<Integer, MacKey>> macs =
      new EnumMap<>(KeyPurpose.class);
  private final Map<Id, SpaceLine> spaces = new ConcurrentHashMap<>();
  private final SecureRandom random;

  /// @throws WrongMasterKey if `provider` does not open the root keys in use
  /// @throws DecryptionFailed if a MAC key does not open
  KeyRing(InstanceKeys keys, KeyProvider provider, SecureRandom random) {
    this.instance = keys.instance();
    this.random = random;
    this.roots = new Roots(keys, provider);
    for (KeyPurpose purpose : KeyPurpose.values()) {
      macs.put(purpose, new ConcurrentSkipListMap<>());
    }
    keys.macs().forEach(this::open);
  }

  /// The opened keys of one space.
  ///
  /// @param writing null if it has none that is active
  private record SpaceLine(Map<Integer, SpaceKey> reading, @Nullable SpaceKey writing) {
    SpaceLine {
      reading = Map.copyOf(reading);
    }
  }

  private void open(WrappedKey wrapped) {
    generations(wrapped.purpose())
        .computeIfAbsent(
            wrapped.generation(),
            _ -> roots.get(wrapped.rootGeneration()).unwrapMac(instance, wrapped));
  }

  /// Opens the MAC keys that another node has made since.
  void learn(Reading stores) {
    roots.refresh(stores);
    stores.keys().instance().ifPresent(keys -> keys.macs().forEach(this::open));
  }

  /// A new key for a purpose, which counts from [#add] on.
  MacKey next(KeyPurpose purpose) {
    return MacKey.generate(purpose, mac(purpose).generation() + 1, random);
  }

  WrappedKey wrapped(MacKey key) {
    return roots.writing().wrap(instance, key, random);
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

  Roots roots() {
    return roots;
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
    return newSpaceKey(space, name, FIRST_GENERATION);
  }

  /// A new random key for a space.
  WrappedKey newSpaceKey(Id space, SpaceName name, int generation) {
    SpaceKey key = SpaceKey.generate(generation, random);
    return roots.writing().wrap(instance, space, name, key, random);
  }

  /// Makes the keys of a space ready for use, with the stores of the work that needs them: to wait
  /// for a second connection while holding one could wait for ever.
  void prepare(Reading stores, Id space, SpaceName name) {
    if (!spaces.containsKey(space)) {
      refresh(stores, space, name);
    }
  }

  /// As [#prepare], to open what a key of `generation` sealed.
  void prepare(Reading stores, Id space, SpaceName name, int generation) {
    SpaceLine known = spaces.get(space);
    if (known == null || !known.reading.containsKey(generation)) {
      refresh(stores, space, name);
    }
  }

  /// Takes the keys of a space as they stand now.
  ///
  /// @throws DecryptionFailed if it has none
  void refresh(Reading stores, Id space, SpaceName name) {
    List<StoredKey> stored = stores.keys().keysOf(space);
    if (stored.isEmpty()) {
      spaces.remove(space);
      throw new DecryptionFailed();
    }
    SpaceLine known = spaces.get(space);
    var reading = new HashMap<Integer, SpaceKey>();
    SpaceKey writing = null;
    for (StoredKey key : stored) {
      if (key.state().opens()) {
        SpaceKey before = known == null ? null : known.reading.get(key.generation());
        SpaceKey opened = before == null ? openedOrNull(stores, name, key) : before;
        if (opened != null) {
          reading.put(opened.generation(), opened);
          writing = key.state() == KeyState.ACTIVE ? opened : writing;
        }
      }
    }
    spaces.put(space, new SpaceLine(reading, writing));
  }

  private @Nullable SpaceKey openedOrNull(Reading stores, SpaceName name, StoredKey key) {
    try {
      return opened(stores, name, key.wrapped());
    } catch (DecryptionFailed _) { // the others may be as they were
      LOG.log(System.Logger.Level.ERROR, "a key does not open: {0}", key.wrapped());
      return null;
    }
  }

  /// One key of a space, opened.
  ///
  /// @throws DecryptionFailed if it was changed, or its root key is not here
  SpaceKey opened(Reading stores, SpaceName name, WrappedKey wrapped) {
    if (!roots.has(wrapped.rootGeneration())) {
      roots.refresh(stores);
    }
    return roots.get(wrapped.rootGeneration()).unwrapSpace(instance, name, wrapped);
  }

  /// Forgets the keys of an erased space.
  void forget(Id space) {
    spaces.remove(space);
  }

  @Override
  public SpaceKey writing(Id space) {
    SpaceKey key = line(space).writing;
    if (key == null) {
      throw new DecryptionFailed();
    }
    return key;
  }

  @Override
  public SpaceKey reading(Id space, int generation) {
    SpaceKey key = line(space).reading.get(generation);
    if (key == null) {
      throw new DecryptionFailed();
    }
    return key;
  }

  private SpaceLine line(Id space) {
    SpaceLine known = spaces.get(space);
    if (known == null) {
      throw new DecryptionFailed();
    }
    return known;
  }

  @Override
  public void close() {
    roots.close();
  }
}
