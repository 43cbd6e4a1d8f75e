package dev.claviger.cli.frame;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// One command, such as `claviger secret get`. It is built, parsed and run once.
public interface Command {
  /// What it accepts; also the source of its help page.
  CommandSpec spec();

  /// Does the work, after the arguments have been parsed into [#spec].
  ///
  /// @return one of [ExitCodes], or the child's code where the command became its child
  /// @throws CommandFailure if it cannot be done
  int run() throws IOException;

  /// Which of the words behind the command's name are parsed: all, unless some of them belong to
  /// another program.
  default String[] ownArguments(String[] arguments) {
    return arguments;
  }
}
