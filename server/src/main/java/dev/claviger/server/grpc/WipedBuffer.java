package dev.claviger.server.grpc;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// Collects an answer that holds values. Zeros once closed.
final class WipedBuffer extends ByteArrayOutputStream {
  /// @param size it will need; growing would leave a copy behind
  WipedBuffer(int size) {
    super(size);
  }

  /// What was written; the rest of the array is to be ignored.
  byte[] array() {
    return buf;
  }

  @Override
  public void close() {
    Arrays.fill(buf, (byte) 0);
  }
}
