package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.DecryptionFailed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// An encrypted value as stored.
///
/// ```
/// "CV" | format u8 | suite u8 | key generation u32 | salt[16] | nonce[12] | commitment[32] |
/// ciphertext | tag[16]
/// ```
public final class Envelope {
  static final int SALT_BYTES = 16;
  static final int HEADER_BYTES = 8 + SALT_BYTES + AesGcm.NONCE_BYTES + Digest.BYTES;

  private static final int MAGIC_FORMAT_SUITE = 0x4356_01_01;
  private static final int SALT_AT = 8;
  private static final int NONCE_AT = SALT_AT + SALT_BYTES;
  private static final int COMMITMENT_AT = NONCE_AT + AesGcm.NONCE_BYTES;

  private final byte[] bytes;

  /// Takes stored bytes. There is no fallback: another format or suite is an error.
  ///
  /// @throws DecryptionFailed if `bytes` are too short, or not format 1 and suite 1
  public Envelope(byte[] bytes) {
    if (bytes.length < HEADER_BYTES + AesGcm.TAG_BYTES
        || ByteBuffer.wrap(bytes).getInt() != MAGIC_FORMAT_SUITE) {
      throw new DecryptionFailed();
    }
    this.bytes = bytes.clone();
  }

  static byte[] header(int generation, byte[] salt, byte[] nonce, Digest commitment) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putInt(MAGIC_FORMAT_SUITE)
        .putInt(generation)
        .put(salt)
        .put(nonce)
        .put(commitment.bytes())
        .array();
  }

  /// A copy, to be stored.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The hash of all bytes, by which an audit entry says which envelope it speaks of.
  public Digest digest() {
    return Digest.sha256(bytes);
  }

  /// Which key of its space it was sealed with.
  public int generation() {
    return ByteBuffer.wrap(bytes).getInt(4);
  }

  byte[] header() {
    return Arrays.copyOf(bytes, HEADER_BYTES);
  }

  byte[] salt() {
    return slice(SALT_AT, SALT_BYTES);
  }

  byte[] nonce() {
    return slice(NONCE_AT, AesGcm.NONCE_BYTES);
  }

  Digest commitment() {
    return new Digest(slice(COMMITMENT_AT, Digest.BYTES));
  }

  byte[] ciphertext() {
    return slice(HEADER_BYTES, bytes.length - HEADER_BYTES);
  }

  private byte[] slice(int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
