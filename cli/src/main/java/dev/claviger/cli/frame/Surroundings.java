package dev.claviger.cli.frame;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a command sees of the process it runs in, so that a test can set another scene.
///
/// @param environment the variables of the process
/// @param folder where relative paths start
/// @param stdout for data alone; UTF-8, flushed when the command has ended
/// @param stderr for everything else
public record Surroundings(
    Map<String, String> environment,
    Path folder,
    InputStream stdin,
    PrintStream stdout,
    PrintStream stderr,
    Terminal terminal,
    Clock clock) {

  /// A variable that is set and not empty, or null.
  public @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /// A file as it was typed, seen from [#folder].
  public Path file(String typed) {
    return folder.resolve(typed);
  }

  /// Where this user's settings of the command line stand.
  public Path configFolder() {
    String base = variable("XDG_CONFIG_HOME");
    Path root =
        base == null ? Path.of(environment.getOrDefault("HOME", "."), ".config") : Path.of(base);
    return folder.resolve(root).resolve("claviger");
  }

  /// Says something to the person, on standard error.
  public void say(String message) {
    stderr.println("claviger: " + Printable.line(message));
    stderr.flush();
  }

  /// Adds a line to what was said.
  public void sayMore(String message) {
    stderr.println("  " + Printable.line(message));
    stderr.flush();
  }
}
