package dev.claviger.cli.demo;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// A temporary folder, and the processes that the demo starts in it. Closing ends and removes all.
final class Stage implements AutoCloseable {
  private final Surroundings surroundings;
  private final Path launcher;
  private final Path folder;
  private final List<ShownProcess> processes = new ArrayList<>();
  private final Object lock = new Object();
  private boolean closed;

  /// @param launcher the script that starts claviger
  Stage(Surroundings surroundings, Path launcher) throws IOException {
    this.surroundings = surroundings;
    this.launcher = launcher;
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    this.folder = Files.createTempDirectory("claviger-demo-", ownerOnly).toRealPath();
  }

  Path folder() {
    return folder;
  }

  Path launcher() {
    return launcher;
  }

  /// Where people see the story.
  PrintStream out() {
    return surroundings.stdout();
  }

  /// Whether a program is in the `PATH`.
  boolean has(String program) {
    String path = surroundings.environment().getOrDefault("PATH", "");
    return Stream.of(path.split(":", -1))
        .filter(part -> !part.isEmpty())
        .anyMatch(part -> Files.isExecutable(Path.of(part, program)));
  }

  /// Writes a file that only this user can read.
  void write(String name, String content) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path file = Files.createFile(folder.resolve(name), ownerOnly);
    Files.writeString(file, content, StandardCharsets.US_ASCII);
  }

  /// Starts claviger; its output is shown line by line, and can be waited for.
  ///
  /// @param label stands before each line
  /// @param more variables beside those of the stage
  ShownProcess start(String label, Map<String, String> more, String... arguments)
      throws IOException {
    return start(
        builder(more, arguments).redirectErrorStream(true), label, Process::getInputStream);
  }

  /// Starts claviger with its standard output in a file that only this user can read, as a shell
  /// does with `>`; the rest is shown.
  ShownProcess startInto(String file, String... arguments) throws IOException {
    write(file, "");
    var builder = builder(Map.of(), arguments).redirectOutput(folder.resolve(file).toFile());
    return start(builder, "", Process::getErrorStream);
  }

  private ProcessBuilder builder(Map<String, String> more, String... arguments) {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("CLAVIGER_"));
    environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    environment.put("CLAVIGER_DATA", folder.resolve("data").toString());
    environment.putAll(more);
    return builder;
  }

  private ShownProcess start(
      ProcessBuilder builder, String label, Function<Process, InputStream> shown)
      throws IOException {
    synchronized (lock) {
      if (closed) {
        throw CommandFailure.failed("the demo was ended", null);
      }
      Process process = builder.start();
      var started = new ShownProcess(process, shown.apply(process), label, out());
      processes.add(started);
      return started;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      processes.reversed().forEach(ShownProcess::end);
      remove();
    }
  }

  private void remove() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      surroundings.say(folder + " could not be removed: " + e.getMessage());
    }
  }
}
