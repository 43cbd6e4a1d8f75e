package dev.claviger.cli.run;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Starts one process by `posix_spawn`: with our limits, umask and working folder, the signals that
/// were blocked when we were started, and no descriptor of ours but those that it is given.
final class Spawn implements AutoCloseable {
  private static final int OBJECT_BYTES = 512; // more than any C library's
  private static final int SET_GROUP = 2;
  private static final int SET_SIGNAL_DEFAULTS = 4;
  private static final int SET_SIGNAL_MASK = 8;
  private static final int SET_SESSION = 0x80; // Linux
  private static final String SET_FOREGROUND = "posix_spawn_file_actions_addtcsetpgrp_np";

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment actions = arena.allocate(OBJECT_BYTES);
  private final MemorySegment attributes = arena.allocate(OBJECT_BYTES);
  private int flags = SET_SIGNAL_DEFAULTS | SET_SIGNAL_MASK;

  /// QUIT is ours to ignore, not the program's.
  Spawn() {
    Libc.call("posix_spawn_file_actions_init", actions.address());
    Libc.call("posix_spawnattr_init", attributes.address());
    MemorySegment defaults = arena.allocate(JAVA_LONG, 16);
    defaults.set(JAVA_LONG, 0, 1L << (UnixSignal.QUIT.number() - 1));
    Libc.call("posix_spawnattr_setsigdefault", attributes.address(), defaults.address());
    Libc.call(
        "posix_spawnattr_setsigmask",
        attributes.address(),
        OwnProcess.blockedSignals(arena).address());
  }

  /// Gives it one of our descriptors under another number, or under the same.
  Spawn give(Descriptor ours, int number) {
    Libc.call("posix_spawn_file_actions_adddup2", actions.address(), ours.number(), number);
    return this;
  }

  /// It leads a session of its own, without a terminal at first.
  Spawn asSessionLeader() {
    flags |= SET_SESSION;
    return this;
  }

  /// It leads a process group of its own, which gets the keys of our terminal. Where the C library
  /// cannot do that before the program runs, the caller does it afterwards.
  Spawn asForegroundGroup(int terminal) {
    flags |= SET_GROUP;
    if (Libc.has(SET_FOREGROUND)) {
      Libc.call(SET_FOREGROUND, actions.address(), terminal);
    }
    return this;
  }

  /// @return its process id
  /// @throws CannotStart if the program does not exist or cannot be run
  int start(List<byte[]> command, ChildEnvironment environment) {
    Libc.call("posix_spawnattr_setflags", attributes.address(), flags);
    MemorySegment pid = arena.allocate(JAVA_INT);
    MemorySegment variables = Libc.strings(arena, environment.entries());
    try {
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
      return pid.get(JAVA_INT, 0);
    } finally {
      variables.fill((byte) 0); // it held values
    }
  }

  @Override
  public void close() {
    Libc.call("posix_spawn_file_actions_destroy", actions.address());
    Libc.call("posix_spawnattr_destroy", attributes.address());
    arena.close();
  }
}
