package dev.claviger.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts programs with the values of the moment. Safe for several threads.
final class Launch {
  private static final String CHILD = "CLAVIGER_CHILD_PID";

  private final Program program;
  private final HeldSecrets held;
  private final Map<String, String> reserved;
  private final Output output;
  private final Notices notices;

  /// @param reserved variables that win over secrets
  Launch(
      Program program,
      HeldSecrets held,
      Map<String, String> reserved,
      Output output,
      Notices notices) {
    this.program = program;
    this.held = held;
    this.reserved = Map.copyOf(reserved);
    this.output = output;
    this.notices = notices;
  }

  /// Starts the program.
  ///
  /// @throws RefusedEnvironment if a secret cannot be part of its environment
  /// @throws CannotStart if it does not exist or cannot be run
  Child program() {
    return start(output, program.command(), reserved);
  }

  /// Starts a line of shell, which finds the number of the program in `CLAVIGER_CHILD_PID`.
  Child shell(String line, Child running) {
    var variables = new HashMap<>(reserved);
    variables.put(CHILD, Long.toString(running.pid()));
    List<byte[]> command =
        Stream.of("/bin/sh", "-c", line)
            .map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toList();
    return start(output.besides(), command, variables);
  }

  /// Whether the program would get an environment now; says why not.
  boolean startable() {
    try (ChildEnvironment _ = program.environment(held, reserved)) {
      return true;
    } catch (RefusedEnvironment refused) {
      refused.reasons().forEach(reason -> notices.say("not restarted: " + reason));
      return false;
    }
  }

  private Child start(Output to, List<byte[]> command, Map<String, String> variables) {
    try (ChildEnvironment environment = program.environment(held, variables)) {
      return to.start(command, environment);
    }
  }
}
