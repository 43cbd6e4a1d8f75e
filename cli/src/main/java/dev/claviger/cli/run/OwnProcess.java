package dev.claviger.cli.run;

import dev.claviger.model.process.EnvironmentBlock;
import dev.claviger.model.process.ProcessShield;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// What this process inherited from whoever started it, and what it hides from its child.
///
/// Made before the first connection is opened, so that descriptors of ours can be told from
/// inherited ones.
final class OwnProcess {
  private static final Path PROC = Path.of("/proc/self");
  private static final int FIRST_DESCRIPTOR = 3;
  private static final int DESCRIPTORS = 1024; // ours are the lowest free ones
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int SIG_SETMASK = Libc.MACOS ? 3 : 2;
  private static final int SIGSET_BYTES = 128;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;

  private final BitSet inheritedDescriptors = new BitSet();

  private OwnProcess() {}

  static OwnProcess asStarted() {
    var process = new OwnProcess();
    for (int each : descriptors()) {
      boolean open = Libc.call("fcntl", each, F_GETFD) == 0; // and not to be closed by an exec
      process.inheritedDescriptors.set(each, open && !isOfJvm(each));
    }
    return process;
  }

  /// Those that may be open. The list cannot be read once we hide from processes of our own user;
  /// then it is all that could be ours.
  private static int[] descriptors() {
    if (Libc.MACOS) {
      return new int[0]; // its fcntl cannot be called as ours is
    }
    String[] open = PROC.resolve("fd").toFile().list();
    return open == null
        ? IntStream.range(FIRST_DESCRIPTOR, DESCRIPTORS).toArray()
        : Arrays.stream(open).mapToInt(Integer::parseInt).filter(each -> each > 2).toArray();
  }

  /// The JVM keeps its modules and our jars open, and would hand them on.
  private static boolean isOfJvm(int descriptor) {
    try {
      Path file = Files.readSymbolicLink(PROC.resolve("fd").resolve(Integer.toString(descriptor)));
      return file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
          || Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .anyMatch(each -> file.equals(Path.of(each).toAbsolutePath().normalize()));
    } catch (IOException e) {
      return false;
    }
  }

  /// Our environment as it was when we started, in bytes, without the secrets of ours.
  static List<byte[]> environment() {
    return EnvironmentBlock.copies();
  }

  /// The words of the command in bytes. Java decodes arguments by the locale, which in a container
  /// is often one that knows ASCII only; what was given stands in `/proc`.
  static List<byte[]> bytes(List<String> command) {
    List<byte[]> decoded =
        command.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    try {
      List<byte[]> all = separated(Files.readAllBytes(PROC.resolve("cmdline")));
      List<byte[]> last = all.subList(Math.max(0, all.size() - command.size()), all.size());
      return sameInAscii(last, decoded) ? last : decoded;
    } catch (IOException e) {
      return decoded;
    }
  }

  private static boolean sameInAscii(List<byte[]> some, List<byte[]> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!ascii(some.get(i)).equals(ascii(others.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /// What is left when everything that a locale may have changed is left out.
  private static String ascii(byte[] word) {
    var left = new StringBuilder();
    for (byte each : word) {
      if (each > ' ' && each != '?') {
        left.append((char) each);
      }
    }
    return left.toString();
  }

  /// The strings of a block in which each ends with a zero.
  static List<byte[]> separated(byte[] block) {
    var parts = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] == 0) {
        parts.add(Arrays.copyOfRange(block, start, i));
        start = i + 1;
      }
    }
    return parts;
  }

  /// Lets descriptors that we opened end where a program begins; inherited ones go on.
  void keepDescriptorsFromChild() {
    for (int each : descriptors()) {
      if (!inheritedDescriptors.get(each)) {
        Libc.call("fcntl", each, F_SETFD, FD_CLOEXEC);
      }
    }
  }

  /// Counts descriptors that we were given as ours.
  void keepFromChild(Descriptor... descriptors) {
    for (Descriptor each : descriptors) {
      inheritedDescriptors.clear(each.number());
    }
  }

  /// The signals that were blocked when this process started, as a `sigset_t`. The JVM blocks one
  /// more in its threads; its first thread, which waits for the others, keeps them as they were.
  static MemorySegment blockedSignals(Arena arena) {
    MemorySegment set = arena.allocate(SIGSET_BYTES);
    long blocked = ProcessStatus.of(PROC).map(ProcessStatus::blocked).orElse(0L);
    set.set(ValueLayout.JAVA_LONG, 0, blocked);
    return set;
  }

  /// Blocks in this thread, and so in what it becomes, what was blocked at the start.
  static void restoreBlockedSignals() {
    try (Arena arena = Arena.ofConfined()) {
      Libc.call("sigprocmask", SIG_SETMASK, blockedSignals(arena).address(), 0);
    }
  }

  /// Stops all processes of our job, as Ctrl-Z does, ourselves last. Returns when a shell has
  /// continued us; at once where there is none, or where the signal was ignored when we started.
  static void stopJob() {
    boolean ignored = ProcessStatus.of(PROC).map(own -> own.ignores(UnixSignal.TSTP)).orElse(false);
    if (!ignored) {
      Libc.call("signal", UnixSignal.TSTP.number(), SIG_IGN); // or it might stop us twice
      Libc.call("kill", 0, UnixSignal.TSTP.number());
      Libc.call("signal", UnixSignal.TSTP.number(), SIG_DFL);
      Libc.call("raise", UnixSignal.TSTP.number());
    }
  }

  /// Ends this process by a signal; returns only where that cannot be.
  static void endBy(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      Libc.call("sigprocmask", SIG_SETMASK, arena.allocate(SIGSET_BYTES).address(), 0);
      Libc.call("signal", signal, SIG_DFL);
      Libc.call("raise", signal);
    }
  }

  /// Keeps our memory and our token from other processes of this user, until this process turns
  /// into the program.
  static void hide() {
    EnvironmentBlock.wipe(ProcessShield::isSecret);
    ProcessShield.raise();
  }

  /// Prepares for staying beside a program of the same user: it cannot read our memory or our
  /// token, and Ctrl-\ ends the program instead of printing our threads among its output.
  static void standBeside() {
    hide();
    Libc.call("signal", UnixSignal.QUIT.number(), SIG_IGN);
  }
}
