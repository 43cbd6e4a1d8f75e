package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;

/// What happens when a value has changed while the program runs.
public sealed interface OnChange {
  /// Nothing is watched.
  record Nothing() implements OnChange {}

  /// The program is told, if it handles the signal, and fetches new values from `CLAVIGER_SOCKET`.
  record Signal(UnixSignal signal) implements OnChange {}

  /// The program is ended and started with the new values.
  record Restart() implements OnChange {}

  /// A command is run by `/bin/sh -c` with the new values in its environment.
  record Command(String line) implements OnChange {}

  /// Parses `none`, `signal:NAME`, `restart` or `exec:COMMAND`.
  ///
  /// @throws InvalidInput if it is none of them
  static OnChange parse(String text) {
    if (text.startsWith("signal:")) {
      return new Signal(UnixSignal.parse(text.substring("signal:".length())));
    }
    if (text.startsWith("exec:") && !text.substring("exec:".length()).isBlank()) {
      return new Command(text.substring("exec:".length()));
    }
    return switch (text) {
      case "none" -> new Nothing();
      case "restart" -> new Restart();
      default ->
          throw new InvalidInput(
              "--on-change", "must be none, signal:USR1, restart or exec:COMMAND");
    };
  }
}
