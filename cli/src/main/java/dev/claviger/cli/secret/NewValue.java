package dev.claviger.cli.secret;

import dev.claviger.model.SecretName;
import java.util.Arrays;
import java.util.function.Consumer;

/// A value on its way to the server. Closing wipes it.
final class NewValue implements AutoCloseable {
  private final SecretName name;
  private final byte[] bytes;

  /// @param bytes belong to this object from now on
  NewValue(SecretName name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  SecretName name() {
    return name;
  }

  /// Lends the bytes, which must be neither kept nor changed.
  void lend(Consumer<byte[]> use) {
    use.accept(bytes);
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return name + "=[redacted]";
  }
}
