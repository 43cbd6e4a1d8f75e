package dev.claviger.crypto;

import dev.claviger.model.Id;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.crypto.AEADBadTagException;

/// The 32 bytes that a [KeyProvider] holds. A wrapped root key begins with the id of the master
/// key that wrapped it, so that the right one is found without trying, and a wrong one is named:
/// `id[8] | nonce[12] | ciphertext[32] | tag[16]`.
final class MasterKey {
  static final int BYTES = 32;

  private static final int ID_BYTES = 8;
  private static final byte[] ID = Pae.text("claviger/master-id/v1");
  private static final byte[] WRAP = Pae.text("claviger/master-wrap/v1");

  private final KeyMemory memory;

  /// Copies `bytes`, which stay the caller's to clear.
  MasterKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
    }
    this.memory = new KeyMemory(bytes);
  }

  static MasterKey generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      return new MasterKey(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// Sixteen hex digits, which say which key it is and nothing else about it.
  String id() {
    return HexFormat.of().formatHex(idBytes());
  }

  private byte[] idBytes() {
    return derive(ID, ID_BYTES);
  }

  /// The id of the master key that wrapped a root key.
  ///
  /// @throws WrongMasterKey if `wrapped` was never wrapped by one
  static String idOf(WrappedKey wrapped) {
    byte[] stored = wrapped.bytes();
    if (wrapped.purpose() != KeyPurpose.ROOT || stored.length != ID_BYTES + KeyWrap.BYTES) {
      throw new WrongMasterKey("the stored root key is damaged");
    }
    return HexFormat.of().formatHex(stored, 0, ID_BYTES);
  }

  WrappedKey wrap(RootKey root, Id instance, SecureRandom random) {
    var place = new KeyWrap(instance, KeyPurpose.ROOT, null, root.generation());
    byte[] kek = wrappingKey();
    try {
      byte[] wrapped = root.reveal(key -> place.wrap(kek, key, random));
      byte[] stored = Pae.joined(idBytes(), wrapped);
      return new WrappedKey(KeyPurpose.ROOT, null, root.generation(), root.generation(), stored);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /// @throws WrongMasterKey if it was wrapped with another key or for another instance, or changed
  ///     since
  RootKey unwrap(WrappedKey wrapped, Id instance) {
    if (!idOf(wrapped).equals(id())) {
      throw new WrongMasterKey(
          "this database needs the master key " + idOf(wrapped) + ", and this one is " + id());
    }
    var place = new KeyWrap(instance, KeyPurpose.ROOT, null, wrapped.generation());
    byte[] stored = wrapped.bytes();
    byte[] kek = wrappingKey();
    byte[] key = {};
    try {
      key = place.unwrap(kek, Arrays.copyOfRange(stored, ID_BYTES, stored.length));
      return new RootKey(wrapped.generation(), key);
    } catch (AEADBadTagException _) {
      throw new WrongMasterKey("the stored root key was changed, or is of another instance");
    } finally {
      Arrays.fill(kek, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] wrappingKey() {
    return derive(WRAP, BYTES);
  }

  private byte[] derive(byte[] info, int length) {
    return memory.reveal(bytes -> Hkdf.derive(bytes, Hkdf.NO_SALT, info, length));
  }

  void lend(Consumer<byte[]> use) {
    memory.lend(use);
  }

  @Override
  public String toString() {
    return "MasterKey[" + id() + "]";
  }
}
