package dev.claviger.server.json;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.model.SecretValue;
import java.util.Arrays;
import java.util.Base64;

/// A JSON string that must not leak, as UTF-8. Wiped when closed.
public final class SecretText implements AutoCloseable {
  /// Base64 of the largest value.
  private static final int MAX_BASE64 = (SecretValue.MAX_BYTES + 2) / 3 * 4;

  private final byte[] utf8;

  /// Takes over `utf8`.
  SecretText(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// The text itself, which the caller closes.
  ///
  /// @throws TooLarge if it is longer than a value may be
  public SecretValue asValue() {
    return SecretValue.copyOf(utf8);
  }

  /// The bytes that the text is base64 of; the caller closes them.
  ///
  /// @throws InvalidInput if it is not base64
  /// @throws TooLarge if they are more than a value may have
  public SecretValue decoded() {
    if (utf8.length > MAX_BASE64) {
      throw new TooLarge("value", SecretValue.MAX_BYTES);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(utf8);
    } catch (IllegalArgumentException _) { // its message holds a part of the text
      throw new InvalidInput("value", "must be base64, as its encoding says");
    }
    try {
      return SecretValue.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public void close() {
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretText[redacted]";
  }
}
