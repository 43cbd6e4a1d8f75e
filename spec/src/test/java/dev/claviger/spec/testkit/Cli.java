package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command line as a process of its own, with its own configuration, temporary files and
/// nothing of our environment. What it writes is kept in files.
///
/// @param folder holds all of that
/// @param variables are set for each command besides
public record Cli(Path folder, Map<String, String> variables) {
  private static final long HANG_SECONDS = 120;

  /// A command that runs, or has ended.
  ///
  /// @param output what it writes to standard output
  /// @param errors what it writes to standard error
  public record Running(Process process, Path output, Path errors) {
    /// Waits until it has ended, and expects that it went well.
    public Running done() {
      return ends(0);
    }

    /// Waits until it has ended with that exit code.
    ///
    /// @throws AssertionError if it ends with another one
    public Running ends(int exitCode) {
      try {
        if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("the command did not end: " + errors);
        }
        if (process.exitValue() != exitCode) {
          throw new AssertionError("exit code " + process.exitValue() + ": " + text(errors));
        }
        return this;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    /// Standard output so far.
    public String said() {
      return text(output);
    }

    private static String text(Path file) {
      try {
        return new String(Files.readAllBytes(file), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Where the temporary files of commands are.
  public Path temporary() {
    return made("tmp");
  }

  /// Where outputs are that no value may stand in.
  public Path outputs() {
    return made("output");
  }

  /// Where outputs are of commands that were asked for values.
  public Path shown() {
    return made("shown");
  }

  /// Where commands keep their configuration.
  public Path configuration() {
    return made("config");
  }

  /// For sockets and the like.
  public Path runtime() {
    return made("run");
  }

  /// Runs a command, and expects that it goes well.
  public Running run(String... words) {
    return start(words).done();
  }

  /// Runs a command whose output holds values.
  public Running show(String... words) {
    return start(shown(), new byte[0], words).done();
  }

  /// Runs a command with something at standard input.
  public Running feed(byte[] input, String... words) {
    return start(outputs(), input, words).done();
  }

  /// Starts a command.
  public Running start(String... words) {
    return start(outputs(), new byte[0], words);
  }

  private Running start(Path into, byte[] input, String... words) {
    try {
      Path output = Files.createTempFile(into, words[0] + "-", ".out");
      Path errors = Path.of(output.toString().replaceFirst("out$", "err"));
      var builder =
          new ProcessBuilder(command(words))
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      environment(builder.environment());
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input);
      }
      return new Running(process, output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... words) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-MaxFDLimit",
                "-Djava.io.tmpdir=" + temporary(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.claviger.cli.Main"));
    command.addAll(List.of(words));
    return command;
  }

  private void environment(Map<String, String> environment) {
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", folder.toString());
    environment.put("TMPDIR", temporary().toString());
    environment.put("XDG_CONFIG_HOME", configuration().toString());
    environment.put("XDG_RUNTIME_DIR", runtime().toString());
    environment.putAll(variables);
  }

  private Path made(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
