package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;

/// The 32 random bytes below which all keys of an instance hang. Used as input of HKDF only.
///
/// Wraps the MAC keys of the instance and the keys of its spaces. A [KeyProvider] wraps the root
/// key itself. Wiped when closed, and unusable from then on.
public final class RootKey implements AutoCloseable {
  public static final int BYTES = 32;

  private static final int FIRST_GENERATION = 1;
  private static final byte[] CHECK_VALUE = Pae.text("claviger/kcv/v1");
  private static final byte[] WRAP = Pae.text("claviger/wrap/v1");

  private final int generation;
  private final KeyMemory memory;

  /// Copies `bytes`, which stay the caller's to clear.
  ///
  /// @throws IllegalArgumentException if `bytes` are not [#BYTES] long
  RootKey(int generation, byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a root key has " + BYTES + " bytes, not " + bytes.length);
    }
    this.generation = generation;
    this.memory = new KeyMemory(bytes);
  }

  /// The first root key of a new instance.
  public static RootKey generate(SecureRandom random) {
    return generate(FIRST_GENERATION, random);
  }

  /// A new random root key.
  ///
  /// @param generation which one of the instance it is, from 1; wrapped keys name it
  public static RootKey generate(int generation, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      return new RootKey(generation, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  public int generation() {
    return generation;
  }

  /// Tells whether a root key is the right one, and nothing else about it. Stored beside the keys,
  /// compared at each start.
  public Digest checkValue() {
    return new Digest(derive(CHECK_VALUE));
  }

  /// Wraps a MAC key of the instance.
  public WrappedKey wrap(Id instance, MacKey key, SecureRandom random) {
    var place = new KeyWrap(instance, key.purpose(), null, key.generation());
    byte[] wrapped = with(WRAP, kek -> key.reveal(bytes -> place.wrap(kek, bytes, random)));
    return new WrappedKey(key.purpose(), null, key.generation(), generation, wrapped);
  }

  /// Wraps a key of the space `id`, under the key that is derived from the space's name (R2).
  public WrappedKey wrap(Id instance, Id id, SpaceName name, SpaceKey key, SecureRandom random) {
    var place = new KeyWrap(instance, KeyPurpose.SPACE, id, key.generation());
    byte[] wrapped = with(info(name), kek -> key.reveal(bytes -> place.wrap(kek, bytes, random)));
    return new WrappedKey(KeyPurpose.SPACE, id, key.generation(), generation, wrapped);
  }

  /// The MAC key again.
  ///
  /// @throws DecryptionFailed if another root key or place wrapped it, or it changed
  /// @throws IllegalArgumentException if it is no MAC key
  public MacKey unwrapMac(Id instance, WrappedKey wrapped) {
    byte[] key = unwrap(instance, WRAP, wrapped);
    try {
      return new MacKey(wrapped.purpose(), wrapped.generation(), key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// The space key again.
  ///
  /// @throws DecryptionFailed if another root key or place wrapped it, or it changed
  /// @throws IllegalArgumentException if it is no space key
  public SpaceKey unwrapSpace(Id instance, SpaceName name, WrappedKey wrapped) {
    if (wrapped.purpose() != KeyPurpose.SPACE) {
      throw new IllegalArgumentException("a " + wrapped.purpose().word() + " key has no space");
    }
    byte[] key = unwrap(instance, info(name), wrapped);
    try {
      return new SpaceKey(wrapped.generation(), key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] unwrap(Id instance, byte[] info, WrappedKey wrapped) {
    var place = new KeyWrap(instance, wrapped.purpose(), wrapped.space(), wrapped.generation());
    return with(
        info,
        kek -> {
          try {
            return place.unwrap(kek, wrapped.bytes());
          } catch (AEADBadTagException _) { // a changed row, or one from elsewhere
            throw new DecryptionFailed();
          }
        });
  }

  private <T> T with(byte[] info, Function<byte[], T> use) {
    byte[] derived = derive(info);
    try {
      return use.apply(derived);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
  }

  /// A name of a space has no `/`, so it never meets the two labels.
  private static byte[] info(SpaceName name) {
    return Pae.text(name.value());
  }

  private byte[] derive(byte[] info) {
    return memory.reveal(bytes -> Hkdf.derive(bytes, Hkdf.NO_SALT, info, BYTES));
  }

  <T> T reveal(Function<byte[], T> use) {
    return memory.reveal(use);
  }

  @Override
  public void close() {
    memory.close();
  }

  @Override
  public String toString() {
    return "RootKey[" + generation + "]";
  }
}
