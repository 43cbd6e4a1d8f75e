package dev.claviger.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// HKDF with SHA-256, extract and expand. Source: RFC 5869.
final class Hkdf {
  static final byte[] NO_SALT = {};

  private static final String ALGORITHM = "HKDF-SHA256";
  private static final String PROVIDER = provider(); // found once: the search costs as much

  private Hkdf() {}

  private static String provider() {
    try {
      return KDF.getInstance(ALGORITHM).getProviderName();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }

  /// `length` bytes for the one use that `info` names; the same input gives the same bytes.
  ///
  /// @param salt random and public, or [#NO_SALT] where the key is uniformly random already
  static byte[] derive(byte[] key, byte[] salt, byte[] info, int length) {
    var extract = HKDFParameterSpec.ofExtract().addIKM(new RawKey("Generic", key));
    if (salt.length > 0) {
      extract.addSalt(salt);
    }
    try {
      return KDF.getInstance(ALGORITHM, PROVIDER).deriveData(extract.thenExpand(info, length));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }
}
