package dev.claviger.core;

import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.EnvelopeContext;
import dev.claviger.crypto.SecretCipher;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.model.Version;

/// Seals and opens the versions of stored secrets. Always on a caller's thread.
final class Vault {
  private final SecretCipher cipher;
  private final KeyRing keys;

  Vault(SecretCipher cipher, KeyRing keys) {
    this.cipher = cipher;
    this.keys = keys;
  }

  Envelope seal(Reading stores, StoredSecret secret, Version version, SecretValue value) {
    return cipher.seal(context(stores, secret, version), value);
  }

  /// The value, which the caller closes.
  ///
  /// @throws DecryptionFailed if a row or a key is not what it was
  SecretValue open(Reading stores, StoredSecret secret, StoredVersion version) {
    Envelope envelope = version.envelope();
    if (envelope == null) {
      throw new DecryptionFailed();
    }
    SpaceName space = secret.ref().scope().space();
    keys.prepare(stores, secret.id().space(), space, envelope.generation());
    return cipher.open(context(stores, secret, version.version()), envelope);
  }

  /// The same value, sealed anew with the key that writes. The keys of the space are ready.
  ///
  /// @throws DecryptionFailed if a row or a key is not what it was
  Envelope reseal(EnvelopeContext where, Envelope envelope) {
    try (SecretValue value = cipher.open(where, envelope)) {
      return cipher.seal(where, value);
    }
  }

  private EnvelopeContext context(Reading stores, StoredSecret secret, Version version) {
    keys.prepare(stores, secret.id().space(), secret.ref().scope().space());
    return new EnvelopeContext(secret.id(), secret.ref(), version);
  }
}
