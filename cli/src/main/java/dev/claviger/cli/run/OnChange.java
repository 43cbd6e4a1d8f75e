package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What happens when a value has changed while the program runs.
public sealed interface OnChange {
  /// Nothing is watched.
  record Nothing() implements OnChange {}

  /// The program is told, if it handles the signal, and fetches new values from `CLAVIGER_SOCKET`.
  record Signal(UnixSignal signal) implements OnChange {}

  /// The program is ended and started with the new values.
  ///
  /// @param patience how long it may take to end before it is killed
  record Restart(Duration patience) implements OnChange {}

  /// A command is run by `/bin/sh -c` with the new values in its environment.
  record Command(String line) implements OnChange {}

  /// What a program gets that says nothing else.
  Duration PATIENCE = Duration.ofSeconds(10);

  /// Parses `none`, `signal:NAME`, `restart` or `exec:COMMAND`.
  ///
  /// @param patience for `restart`
  /// @throws InvalidInput if it is none of them
  static OnChange parse(String text, Duration patience) {
    if (text.startsWith("signal:")) {
      return new Signal(UnixSignal.parse(text.substring("signal:".length())));
    }
    if (text.startsWith("exec:") && !text.substring("exec:".length()).isBlank()) {
      return new Command(text.substring("exec:".length()));
    }
    return switch (text) {
      case "none" -> new Nothing();
      case "restart" -> new Restart(patience);
      default ->
          throw new InvalidInput(
              "--on-change", "must be none, signal:USR1, restart or exec:COMMAND");
    };
  }

  /// Parses the patience with a program, such as `10s`, `500ms` or `2m`.
  ///
  /// @throws InvalidInput if it is none, or longer than an hour
  static Duration parsePatience(String text) {
    Matcher matcher = Pattern.compile("(\\d{1,7})(ms|s|m)").matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration patience =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
          };
      if (patience.compareTo(Duration.ofHours(1)) <= 0) {
        return patience;
      }
    }
    throw new InvalidInput("--restart-timeout", "must be such as 10s, 500ms or 2m, at most 60m");
  }
}
