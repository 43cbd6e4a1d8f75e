package dev.claviger.cli.run;

import java.lang.foreign.Arena;
import java.util.List;

/// Turns this process into the program: the same process id, terminal and parent, and no JVM left.
final class Replacement {
  private Replacement() {}

  /// Returns only by throwing.
  ///
  /// Handlers of the JVM become defaults by themselves; ignored signals stay ignored.
  ///
  /// @throws CannotStart if the program does not exist or cannot be run
  static void become(List<byte[]> command, ChildEnvironment environment, OwnProcess own) {
    own.keepDescriptorsFromChild();
    OwnProcess.restoreBlockedSignals();
    ProgramSearch.start(
        command,
        environment,
        (file, arguments) -> {
          try (Arena arena = Arena.ofConfined()) {
            return Libc.call(
                "execve",
                Libc.string(arena, file).address(),
                Libc.strings(arena, arguments).address(),
                Libc.strings(arena, environment.entries()).address());
          }
        });
  }
}
