package dev.claviger.crypto;

import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/// The AES-256-GCM key of one secret version, and the commitment that tells a wrong key from a
/// changed ciphertext before anything is decrypted. Encrypts exactly one message, and is wiped when
/// closed.
final class DataKey implements AutoCloseable {
  static final int OKM_BYTES = AesGcm.KEY_BYTES + Digest.BYTES;

  private final byte[] key;
  private final Digest commitment;

  /// Takes over `okm` and wipes it.
  DataKey(byte[] okm) {
    this.key = Arrays.copyOf(okm, AesGcm.KEY_BYTES);
    this.commitment = new Digest(Arrays.copyOfRange(okm, AesGcm.KEY_BYTES, OKM_BYTES));
    Arrays.fill(okm, (byte) 0);
  }

  Digest commitment() {
    return commitment;
  }

  byte[] encrypt(byte[] plaintext, byte[] nonce, byte[] header, byte[] context) {
    return AesGcm.encrypt(key, nonce, plaintext, header, context);
  }

  /// @throws AEADBadTagException if one bit of any argument differs from what was encrypted
  byte[] decrypt(byte[] ciphertext, byte[] nonce, byte[] header, byte[] context)
      throws AEADBadTagException {
    return AesGcm.decrypt(key, nonce, ciphertext, header, context);
  }

  @Override
  public void close() {
    Arrays.fill(key, (byte) 0);
  }
}
