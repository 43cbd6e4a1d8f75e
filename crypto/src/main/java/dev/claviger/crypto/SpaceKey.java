package dev.claviger.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/// The key of one space: 32 random bytes, so that destroying them erases the space. It encrypts
/// nothing itself: each secret version gets a key derived from it.
///
/// Not wiped while it may be in use, because an envelope under a wiped key would be lost.
public final class SpaceKey {
  public static final int BYTES = 32;

  private static final byte[] LABEL = Pae.text("claviger/secret-version/v1");

  private final int generation;
  private final KeyMemory memory;

  /// Copies `bytes`, which stay the caller's to clear.
  ///
  /// @param generation which key of the space this is, from 1; envelopes name it
  /// @throws IllegalArgumentException if `bytes` are not [#BYTES] long, or `generation` is below 1
  public SpaceKey(int generation, byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "a space key has " + BYTES + " bytes, not " + bytes.length);
    }
    if (generation < 1) {
      throw new IllegalArgumentException("generations count from 1");
    }
    this.generation = generation;
    this.memory = new KeyMemory(bytes);
  }

  /// A new random key.
  public static SpaceKey generate(int generation, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      return new SpaceKey(generation, bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  public int generation() {
    return generation;
  }

  /// The key of the one version that `context` names.
  DataKey dataKey(byte[] salt, byte[] context) {
    byte[] info = Pae.joined(LABEL, context);
    return new DataKey(memory.reveal(bytes -> Hkdf.derive(bytes, salt, info, DataKey.OKM_BYTES)));
  }

  <T> T reveal(Function<byte[], T> use) {
    return memory.reveal(use);
  }

  @Override
  public String toString() {
    return "SpaceKey[" + generation + "]";
  }
}
