package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A terminal that exists in the kernel alone: a program has one end, and we are the screen and the
/// keyboard at the other.
final class PseudoTerminal implements AutoCloseable {
  private static final int O_NOCTTY = 0x100; // Linux
  private static final int PATH_BYTES = 128;
  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64");

  private final Descriptor screen;
  private final String path;

  PseudoTerminal() {
    int number = Libc.call("posix_openpt", Descriptor.O_RDWR | O_NOCTTY | Descriptor.O_CLOEXEC);
    screen = new Descriptor(number);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(PATH_BYTES);
      if (number < 0
          || Libc.call("grantpt", number) < 0
          || Libc.call("unlockpt", number) < 0
          || Libc.call("ptsname_r", number, name.address(), PATH_BYTES) != 0) {
        throw new IllegalStateException("this system has no terminal left");
      }
      byte[] bytes = name.toArray(JAVA_BYTE);
      int length = 0;
      while (bytes[length] != 0) {
        length++;
      }
      path = new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
  }

  /// Whether we know how to make one here: numbers of its requests differ between systems.
  static boolean isKnownHere() {
    return System.getProperty("os.name").equals("Linux")
        && ARCHITECTURES.contains(System.getProperty("os.arch"))
        && Libc.has("posix_openpt");
  }

  /// The end where we are.
  Descriptor screen() {
    return screen;
  }

  /// The end where the program is, as a file to open.
  String path() {
    return path;
  }

  @Override
  public void close() {
    screen.close();
  }
}
