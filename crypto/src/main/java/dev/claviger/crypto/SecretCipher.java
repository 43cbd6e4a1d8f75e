package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;

/// Seals values into envelopes and opens them again: suite 1, HKDF and AES-256-GCM (R2, I2).
///
/// Each version has its own key, so no key meets a nonce twice. Checked against the vectors in
/// `vectors/envelope/`.
public final class SecretCipher {
  private final Id instance;
  private final SpaceKeys keys;
  private final SecureRandom random;

  public SecretCipher(Id instance, SpaceKeys keys, SecureRandom random) {
    this.instance = instance;
    this.keys = keys;
    this.random = random;
  }

  /// Seals `value` for one place and version, with the writing key of the space.
  ///
  /// @throws DecryptionFailed if the space has no key
  public Envelope seal(EnvelopeContext where, SecretValue value) {
    return seal(where, value, randomBytes(Envelope.SALT_BYTES), randomBytes(AesGcm.NONCE_BYTES));
  }

  /// For published vectors, which fix what is random otherwise.
  Envelope seal(EnvelopeContext where, SecretValue value, byte[] salt, byte[] nonce) {
    SpaceKey key = keys.writing(where.id().space());
    byte[] context = where.encoded(instance);
    try (DataKey dataKey = key.dataKey(salt, context)) {
      byte[] header = Envelope.header(key.generation(), salt, nonce, dataKey.commitment());
      byte[] sealed = value.reveal(bytes -> dataKey.encrypt(bytes, nonce, header, context));
      return new Envelope(Pae.joined(header, sealed));
    }
  }

  /// The value, which the caller closes.
  ///
  /// The envelope names its key, and no other is tried. The commitment is compared first, in
  /// constant time (I17).
  ///
  /// @throws DecryptionFailed if key, context or any bit is not the one it was sealed with
  public SecretValue open(EnvelopeContext where, Envelope envelope) {
    SpaceKey key = keys.reading(where.id().space(), envelope.generation());
    byte[] context = where.encoded(instance);
    try (DataKey dataKey = key.dataKey(envelope.salt(), context)) {
      if (key.generation() != envelope.generation()
          || !dataKey.commitment().equals(envelope.commitment())) {
        throw new DecryptionFailed();
      }
      return decrypt(dataKey, envelope, context);
    }
  }

  private static SecretValue decrypt(DataKey key, Envelope envelope, byte[] context) {
    byte[] plaintext = {};
    try {
      plaintext = key.decrypt(envelope.ciphertext(), envelope.nonce(), envelope.header(), context);
      return SecretValue.copyOf(plaintext);
    } catch (AEADBadTagException _) { // says nothing that a caller may know
      throw new DecryptionFailed();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
