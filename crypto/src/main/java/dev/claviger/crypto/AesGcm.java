package dev.claviger.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM with a 12-byte nonce and the full 128-bit tag (R2, I2). Source: NIST SP 800-38D.
final class AesGcm {
  static final int KEY_BYTES = 32;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final Provider PROVIDER = provider();

  private AesGcm() {}

  /// Found once: the search costs as much as a decryption.
  private static Provider provider() {
    try {
      return Cipher.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  /// The ciphertext with its tag behind it.
  ///
  /// @param nonce never used before with this `key`
  static byte[] encrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[]... associatedData) {
    try {
      return run(Cipher.ENCRYPT_MODE, key, nonce, plaintext, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  /// @throws AEADBadTagException if one bit of any argument differs from what was encrypted
  static byte[] decrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[]... associatedData)
      throws AEADBadTagException {
    try {
      return run(Cipher.DECRYPT_MODE, key, nonce, ciphertext, associatedData);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-256-GCM", e);
    }
  }

  private static byte[] run(
      int mode, byte[] key, byte[] nonce, byte[] input, byte[]... associatedData)
      throws GeneralSecurityException {
    if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a key has 32 bytes and a nonce 12");
    }
    Cipher cipher = Cipher.getInstance(ALGORITHM, PROVIDER); // a new one per call, never shared
    var parameters = new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
    cipher.init(mode, new RawKey("AES", key), parameters);
    for (byte[] part : associatedData) {
      cipher.updateAAD(part);
    }
    return cipher.doFinal(input);
  }
}
