package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.claviger.model.process.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collection;

/// What starting and telling processes needs of the C library and Java does not offer: `execve`,
/// an environment in bytes, exact signals. Results are as the kernel gives them: negative is an
/// error number.
final class Libc {
  static final boolean MACOS = System.getProperty("os.name").startsWith("Mac");

  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int E2BIG = 7;
  static final int ENOEXEC = 8;
  static final int ECHILD = 10;
  static final int EACCES = 13;
  static final int ENOTDIR = 20;
  static final int ESPIPE = 29;

  private Libc() {}

  /// Calls `function` with up to six arguments; on -1, returns the negative error number.
  static int call(String function, long... arguments) {
    return CLibrary.call(function, arguments);
  }

  /// Whether this system has `function`.
  static boolean has(String function) {
    return CLibrary.has(function);
  }

  /// A C string.
  static MemorySegment string(Arena arena, byte[] bytes) {
    MemorySegment copy = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, copy, JAVA_BYTE, 0, bytes.length);
    return copy;
  }

  /// An array of C strings that ends with a null, as `argv` and `envp` are, in one segment that can
  /// be wiped.
  static MemorySegment strings(Arena arena, Collection<byte[]> texts) {
    long start = (texts.size() + 1L) * Long.BYTES;
    long bytes = texts.stream().mapToLong(text -> text.length + 1L).sum();
    MemorySegment segment = arena.allocate(start + bytes, Long.BYTES);
    long index = 0;
    for (byte[] text : texts) {
      segment.setAtIndex(JAVA_LONG, index++, segment.address() + start);
      MemorySegment.copy(text, 0, segment, JAVA_BYTE, start, text.length);
      start += text.length + 1L;
    }
    return segment;
  }
}
