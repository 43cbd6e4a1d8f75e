package dev.claviger.crypto;

import dev.claviger.model.Id;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// Encrypts a key with another one: `nonce[12] | ciphertext[32] | tag[16]`, AES-256-GCM, bound to
/// what the key is for, so that a wrapped key does not open in the place of another.
///
/// @param space of a space key, else null
record KeyWrap(Id instance, KeyPurpose purpose, @Nullable Id space, int generation) {
  static final int BYTES = AesGcm.NONCE_BYTES + AesGcm.KEY_BYTES + AesGcm.TAG_BYTES;

  private static final byte[] LABEL = Pae.text("claviger/wrap/v1");
  private static final byte[] NO_SPACE = {};

  byte[] wrap(byte[] wrappingKey, byte[] key, SecureRandom random) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    random.nextBytes(nonce);
    return Pae.joined(nonce, AesGcm.encrypt(wrappingKey, nonce, key, associatedData()));
  }

  /// The key, which the caller wipes.
  ///
  /// @throws AEADBadTagException if the wrapping key, the place or any bit is another one
  byte[] unwrap(byte[] wrappingKey, byte[] wrapped) throws AEADBadTagException {
    if (wrapped.length != BYTES) {
      throw new AEADBadTagException("a wrapped key has " + BYTES + " bytes");
    }
    byte[] nonce = Arrays.copyOf(wrapped, AesGcm.NONCE_BYTES);
    byte[] sealed = Arrays.copyOfRange(wrapped, AesGcm.NONCE_BYTES, wrapped.length);
    return AesGcm.decrypt(wrappingKey, nonce, sealed, associatedData());
  }

  private byte[] associatedData() {
    return Pae.of(
        LABEL,
        instance.bytes(),
        Pae.text(purpose.word()),
        space == null ? NO_SPACE : space.bytes(),
        Pae.u64(generation));
  }
}
