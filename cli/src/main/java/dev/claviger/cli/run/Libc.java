package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Collection;

/// What starting and telling processes needs of the C library and Java does not offer: `execve`,
/// an environment in bytes, exact signals.
///
/// All functions are called with six 64-bit arguments, of which each takes what it declares,
/// because one way of calling costs ten milliseconds at start and seven would cost seventy. That
/// is right in the calling conventions of 64-bit Linux and macOS for functions that declare
/// neither floating point nor, on macOS, a variable number of arguments. Results are as the kernel
/// gives them: negative is an error number.
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

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle CALL = call();

  private Libc() {}

  @SuppressWarnings("restricted") // the reason for this class
  private static MethodHandle call() {
    return LINKER.downcallHandle(
        FunctionDescriptor.of(
            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /// Calls `function` with up to six arguments; on -1, returns the negative error number.
  static int call(String function, long... arguments) {
    var a = new long[6];
    System.arraycopy(arguments, 0, a, 0, arguments.length);
    MemorySegment address = LINKER.defaultLookup().findOrThrow(function);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) CALL.invokeExact(address, state, a[0], a[1], a[2], a[3], a[4], a[5]);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library's " + function + " cannot be called", e);
    }
  }

  /// Whether this system has `function`.
  static boolean has(String function) {
    return LINKER.defaultLookup().find(function).isPresent();
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
