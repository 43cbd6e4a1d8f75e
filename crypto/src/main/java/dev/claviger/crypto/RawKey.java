package dev.claviger.crypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import javax.crypto.SecretKey;

/// Key bytes lent to a JDK primitive. They stay their owner's, who wipes them: the JDK's own
/// `SecretKeySpec` keeps a copy that nobody can wipe.
final class RawKey implements SecretKey {
  private final String algorithm;
  private final transient byte[] bytes;

  RawKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /// A copy, which the JDK's primitives wipe after use.
  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a key is never written");
  }
}
