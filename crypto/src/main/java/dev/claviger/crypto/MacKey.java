package dev.claviger.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;
import javax.crypto.Mac;

/// A key for HMAC-SHA-256 with one purpose, such as `audit-mac`. 32 random bytes, never derived.
///
/// Lives as long as the server. Its bytes are in locked memory, but the JDK's HMAC keeps a state
/// made from them in the heap: to make it anew for each MAC would slow every call.
public final class MacKey {
  public static final int BYTES = 32;

  private final KeyPurpose purpose;
  private final int generation;
  private final KeyMemory memory;
  private final Mac fresh; // only ever cloned, so any thread may

  /// Copies `bytes`, which stay the caller's to clear.
  ///
  /// @param generation which key of this purpose it is, from 1; rows and entries name it
  /// @throws IllegalArgumentException if `bytes` are not [#BYTES] long, or a key of this purpose
  ///     makes no MACs
  public MacKey(KeyPurpose purpose, int generation, byte[] bytes) {
    if (!purpose.isMac()) {
      throw new IllegalArgumentException("a " + purpose.word() + " key makes no MACs");
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a MAC key has " + BYTES + " bytes, not " + bytes.length);
    }
    this.purpose = purpose;
    this.generation = generation;
    this.memory = new KeyMemory(bytes);
    this.fresh = fresh(bytes);
  }

  private static Mac fresh(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new RawKey("HmacSHA256", key));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// A new random key.
  public static MacKey generate(KeyPurpose purpose, int generation, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      return new MacKey(purpose, generation, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  public KeyPurpose purpose() {
    return purpose;
  }

  public int generation() {
    return generation;
  }

  /// The MAC of all `parts`, one after the other: parts of varying length go through [Pae] first.
  public Digest mac(byte[]... parts) {
    try {
      var mac = (Mac) fresh.clone();
      for (byte[] part : parts) {
        mac.update(part);
      }
      return new Digest(mac.doFinal());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be cloned", e);
    }
  }

  <T> T reveal(Function<byte[], T> use) {
    return memory.reveal(use);
  }

  @Override
  public String toString() {
    return "MacKey[" + purpose.word() + " " + generation + "]";
  }
}
