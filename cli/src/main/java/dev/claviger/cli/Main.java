package dev.claviger.cli;

import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.SystemTerminal;
import dev.claviger.model.process.EnvironmentBlock;
import dev.claviger.model.process.ProcessShield;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/// `claviger`, except for `claviger server`, which is a program of its own.
public final class Main {
  /// Commands without secrets, and `run`, which hides itself once it has seen what it inherited.
  private static final Set<String> NOTHING_TO_HIDE =
      Set.of("--version", "version", "--help", "-h", "help", "__complete", "run");

  private Main() {}

  /// Ends the process with one of [dev.claviger.cli.frame.ExitCodes].
  public static void main(String[] arguments) {
    keepNoConnections();
    Surroundings surroundings = surroundings(); // keeps what hiding takes out of the environment
    if (arguments.length > 0 && !NOTHING_TO_HIDE.contains(arguments[0])) {
      Thread.ofPlatform().daemon().name("hiding").start(Main::hide);
    }
    int exitCode = new Dispatcher(surroundings).execute(arguments);
    System.exit(exitCode);
  }

  /// Keeps our token and what a command fetches from other processes of this user. Beside the
  /// command, which it would delay, and long before the first answer of a server.
  static void hide() {
    EnvironmentBlock.wipe(ProcessShield::isSecret);
    ProcessShield.raise();
  }

  /// The JDK would use a connection again although we asked for its end, and a PUT or POST on one
  /// that the server has closed meanwhile fails. Read once, when the first connection is made.
  static void keepNoConnections() {
    System.setProperty("http.keepAlive", "false");
  }

  static Surroundings surroundings() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        new SystemTerminal(),
        Clock.systemUTC());
  }

  /// UTF-8 whatever the locale says, since names and values are.
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }
}
