package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that we started and stand beside. Safe for several threads.
final class Child {
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = Libc.MACOS ? 0x20 : 0x01000000;
  private static final int SPAWN_OBJECT_BYTES = 512; // more than any C library's
  private static final int SIGNAL_EXIT = 128; // as shells say it
  private static final int SET_SIGNAL_DEFAULTS = 4;
  private static final int SET_SIGNAL_MASK = 8;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final int pid;
  private final Object lock = new Object();
  private boolean ended; // its number may soon be another process's

  private Child(int pid) {
    this.pid = pid;
  }

  /// Starts a program with our standard input and, where there are pipes, with these as standard
  /// output and error. It gets no other descriptor of ours.
  ///
  /// @throws CannotStart if the program does not exist or cannot be run
  static Child start(
      List<byte[]> command,
      ChildEnvironment environment,
      OwnProcess own,
      @Nullable Pipe out,
      @Nullable Pipe err) {
    own.keepDescriptorsFromChild();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(SPAWN_OBJECT_BYTES);
      MemorySegment attributes = arena.allocate(SPAWN_OBJECT_BYTES);
      Libc.call("posix_spawn_file_actions_init", actions.address());
      if (out != null && err != null) {
        redirect(actions, out, STDOUT);
        redirect(actions, err, STDERR);
      }
      setSignals(arena, attributes);
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment variables = Libc.strings(arena, environment.entries());
      ProgramSearch.start(
          command,
          environment,
          (file, arguments) ->
              -Libc.call( // it returns its error number
                  "posix_spawn",
                  pid.address(),
                  Libc.string(arena, file).address(),
                  actions.address(),
                  attributes.address(),
                  Libc.strings(arena, arguments).address(),
                  variables.address()));
      variables.fill((byte) 0); // it held values
      Libc.call("posix_spawn_file_actions_destroy", actions.address());
      Libc.call("posix_spawnattr_destroy", attributes.address());
      return new Child(pid.get(JAVA_INT, 0));
    }
  }

  private static void redirect(MemorySegment actions, Pipe pipe, int descriptor) {
    Libc.call("posix_spawn_file_actions_adddup2", actions.address(), pipe.writeEnd(), descriptor);
  }

  /// As when we were started. QUIT is ours to ignore, not the program's.
  private static void setSignals(Arena arena, MemorySegment attributes) {
    MemorySegment defaults = arena.allocate(JAVA_LONG, 16);
    defaults.set(JAVA_LONG, 0, 1L << (UnixSignal.QUIT.number() - 1));
    Libc.call("posix_spawnattr_init", attributes.address());
    Libc.call(
        "posix_spawnattr_setflags", attributes.address(), SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK);
    Libc.call("posix_spawnattr_setsigdefault", attributes.address(), defaults.address());
    Libc.call(
        "posix_spawnattr_setsigmask",
        attributes.address(),
        OwnProcess.blockedSignals(arena).address());
  }

  long pid() {
    return pid;
  }

  /// Sends a signal, unless the program has ended.
  void signal(UnixSignal signal) {
    synchronized (lock) {
      if (!ended) {
        Libc.call("kill", pid, signal.number());
      }
    }
  }

  /// Waits for the end. For one thread, which is best a platform thread.
  ///
  /// @return its exit code, or 128 and the number of the signal that ended it
  int waitFor() {
    int result;
    do { // first without forgetting the number, so that no signal meets another process
      result = Libc.call("waitid", P_PID, pid, 0, WEXITED | WNOWAIT);
    } while (result < 0 && result != -Libc.ECHILD);
    synchronized (lock) {
      ended = true;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment status = arena.allocate(JAVA_INT);
        Libc.call("waitpid", pid, status.address(), 0);
        int bits = status.get(JAVA_INT, 0);
        int signal = bits & 0x7F;
        return signal == 0 ? bits >>> 8 & 0xFF : SIGNAL_EXIT + signal;
      }
    }
  }
}
