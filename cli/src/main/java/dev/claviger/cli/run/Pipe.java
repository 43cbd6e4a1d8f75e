package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A pipe of the operating system: what is written to one end is read from the other.
final class Pipe implements AutoCloseable {
  private static final int O_CLOEXEC = 0x80000; // Linux; where there is no pipe2, it is not needed
  private static final int CHUNK = 64 * 1024;

  private final Descriptor readEnd;
  private final Descriptor writeEnd;

  Pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      int result =
          Libc.has("pipe2")
              ? Libc.call("pipe2", ends.address(), O_CLOEXEC)
              : Libc.call("pipe", ends.address());
      if (result < 0) {
        throw new IllegalStateException("no pipe can be made (error " + -result + ")");
      }
      readEnd = new Descriptor(ends.getAtIndex(JAVA_INT, 0));
      writeEnd = new Descriptor(ends.getAtIndex(JAVA_INT, 1));
    }
  }

  Descriptor readEnd() {
    return readEnd;
  }

  /// To be closed once the children that write have it, so that its end is seen when they end.
  Descriptor writeEnd() {
    return writeEnd;
  }

  /// What happens to each piece that is read.
  interface Reader {
    /// False: nobody wants more.
    boolean take(byte[] piece, int length);
  }

  /// Reads until all writers have ended, or the reader wants no more. Waits for the next piece,
  /// however small it is.
  void readAll(Reader reader) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(CHUNK);
      var piece = new byte[CHUNK];
      int length;
      do {
        length = Libc.call("read", readEnd.number(), chunk.address(), CHUNK);
        if (length > 0) {
          MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, 0, piece, 0, length);
          if (!reader.take(piece, length)) {
            return;
          }
        }
      } while (length > 0 || length == -Libc.EINTR);
    }
  }

  @Override
  public void close() {
    readEnd.close();
    writeEnd.close();
  }
}
