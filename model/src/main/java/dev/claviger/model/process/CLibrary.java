package dev.claviger.model.process;

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
import java.util.Optional;

/// Calls into the C library.
///
/// All functions are called with six 64-bit arguments, of which each takes what it declares,
/// because each way of calling costs ten milliseconds at start. That is right in the calling
/// conventions of 64-bit Linux and macOS for functions that declare neither floating point nor, on
/// macOS, a variable number of arguments.
public final class CLibrary {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle CALL = call();

  private CLibrary() {}

  @SuppressWarnings("restricted") // the reason for this class
  private static MethodHandle call() {
    return LINKER.downcallHandle(
        FunctionDescriptor.of(
            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /// Calls `function` with up to six arguments; on -1, returns the negative error number.
  ///
  /// @throws IllegalStateException if this system has no such function
  public static int call(String function, long... arguments) {
    var a = new long[6];
    System.arraycopy(arguments, 0, a, 0, arguments.length);
    MemorySegment address =
        find(function).orElseThrow(() -> new IllegalStateException("there is no " + function));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) CALL.invokeExact(address, state, a[0], a[1], a[2], a[3], a[4], a[5]);
      return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library's " + function + " cannot be called", e);
    }
  }

  /// Whether this system has `function`.
  public static boolean has(String function) {
    return find(function).isPresent();
  }

  static Optional<MemorySegment> find(String symbol) {
    return LINKER.defaultLookup().find(symbol);
  }
}
