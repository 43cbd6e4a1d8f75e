package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/// A file descriptor of the operating system that Java has no object for.
///
/// Its number is another one's as soon as it is closed, so whoever closes it knows that nobody uses
/// it any more. Safe for several threads.
final class Descriptor implements AutoCloseable {
  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000; // Linux

  private static final int CHUNK = 16 * 1024;
  private static final int POLLIN = 1;

  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param number what the system calls it
  Descriptor(int number) {
    this.number = number;
  }

  /// Opens a file for reading and writing; on Linux, since `open` has a variable number of
  /// arguments.
  ///
  /// @return a negative number where it cannot be opened
  static Descriptor open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      return new Descriptor(
          Libc.call("open", Libc.string(arena, name).address(), O_RDWR | O_CLOEXEC));
    }
  }

  int number() {
    return number;
  }

  boolean isTerminal() {
    return Libc.call("isatty", number) == 1;
  }

  /// Waits until something can be read, or the other end is gone.
  ///
  /// @param millis at most so long; -1: for ever
  boolean awaitInput(int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wanted = arena.allocate(8, 4);
      wanted.set(JAVA_INT, 0, number);
      wanted.set(JAVA_SHORT, 4, (short) POLLIN);
      return Libc.call("poll", wanted.address(), 1, millis) > 0;
    }
  }

  /// The next bytes, however few; none at the end.
  byte[] read() {
    return read(CHUNK);
  }

  private byte[] read(int most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment chunk = arena.allocate(most);
      int length;
      do {
        length = Libc.call("read", number, chunk.address(), most);
      } while (length == -Libc.EINTR);
      return chunk.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
    }
  }

  /// Exactly so many bytes; fewer at the end.
  byte[] readFully(int length) {
    var all = new byte[length];
    int filled = 0;
    while (filled < length) {
      byte[] piece = read(Math.min(CHUNK, length - filled));
      if (piece.length == 0) {
        return Arrays.copyOf(all, filled);
      }
      System.arraycopy(piece, 0, all, filled, piece.length);
      filled += piece.length;
    }
    return all;
  }

  /// Writes all bytes. False: nobody reads them any more.
  boolean write(byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = Libc.string(arena, bytes);
      int written = 0;
      while (written < bytes.length) {
        int result = Libc.call("write", number, copy.address() + written, bytes.length - written);
        if (result < 0 && result != -Libc.EINTR) {
          copy.fill((byte) 0);
          return false;
        }
        written += Math.max(0, result);
      }
      copy.fill((byte) 0); // it may have held values
      return true;
    }
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      Libc.call("close", number);
    }
  }
}
