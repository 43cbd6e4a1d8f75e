package dev.claviger.model;

import dev.claviger.model.ClavigerException.TooLarge;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/// Bytes that must not leak. A class, because a record would print, compare and expose them.
///
/// The JVM may copy memory, so closing makes a value short-lived, not provably gone. Not for use by
/// several threads at once.
public final class SecretValue implements AutoCloseable {
  public static final int MAX_BYTES = 1024 * 1024;

  private final byte[] bytes;

  private SecretValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Copies `source`, which stays the caller's to clear.
  ///
  /// @throws TooLarge if `source` is longer than [#MAX_BYTES]
  public static SecretValue copyOf(byte[] source) {
    if (source.length > MAX_BYTES) {
      throw new TooLarge("value", MAX_BYTES);
    }
    return new SecretValue(source.clone());
  }

  /// Lends the bytes to `use`, which must neither keep nor change them. Zeros once closed.
  public <T> T reveal(Function<byte[], T> use) {
    return use.apply(bytes);
  }

  /// Lends the bytes to `use`, as [#reveal] does.
  public void lend(Consumer<byte[]> use) {
    use.accept(bytes);
  }

  /// Whether both hold the same bytes. Takes the same time wherever they differ.
  public boolean sameAs(SecretValue other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretValue[redacted]";
  }
}
