package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A `claviger run` in a process of its own, with pipes to its standard streams.
final class Run implements AutoCloseable {
  /// Prints the numbers of its open files.
  static final String SHOW_DESCRIPTORS =
      """
      import os
      print(*[f for f in range(1024) if os.path.lexists(f"/proc/self/fd/{f}")])
      """;

  private static final long GUARD_SECONDS = 30; // against hanging; nothing takes that long

  private final Process process;
  private final Lines out;
  private final Lines err;

  private Run(Process process) {
    this.process = process;
    this.out = new Lines(process.getInputStream());
    this.err = new Lines(process.getErrorStream());
  }

  static Builder of(Path secrets) {
    return new Builder(secrets);
  }

  static final class Builder {
    private final List<String> java = new ArrayList<>();
    private final List<String> wrapper = new ArrayList<>();
    private final ProcessBuilder builder = new ProcessBuilder();

    private Builder(Path secrets) {
      java.addAll(
          List.of(
              System.getProperty("java.home") + "/bin/java",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:-MaxFDLimit",
              "--enable-native-access=ALL-UNNAMED",
              "-Dsecrets=" + secrets));
      builder.environment().keySet().removeIf(name -> name.equals("CI"));
      Path runtime = secrets.resolve("-run"); // so that a run that is killed leaves nothing behind
      assertThat(runtime.toFile().isDirectory() || runtime.toFile().mkdirs()).isTrue();
      variable("XDG_RUNTIME_DIR", runtime.toString());
    }

    Builder with(String property, String value) {
      java.add("-D" + property + "=" + value);
      return this;
    }

    Builder variable(String name, String value) {
      builder.environment().put(name, value);
      return this;
    }

    /// Words before `java`, such as those of `nohup` or a shell that prepares something.
    Builder under(String... words) {
      wrapper.addAll(List.of(words));
      return this;
    }

    Run start(String... command) {
      var words = new ArrayList<>(wrapper);
      words.addAll(ours());
      words.addAll(Arrays.asList(command));
      return start(words);
    }

    private List<String> ours() {
      var words = new ArrayList<>(java);
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), RunMain.class.getName()));
      return words;
    }

    /// A shell in front of a person, who types commands; `$RUN COMMAND` is `claviger run`.
    Run startShell(Path folder) throws IOException {
      String script = ours().stream().collect(Collectors.joining("' '", "exec '", "' \"$@\"\n"));
      Path run = Files.writeString(folder.resolve("-run-script"), script);
      variable("RUN", "sh " + run).variable("PS1", "$ ").variable("INPUTRC", "/dev/null");
      var words = new ArrayList<>(List.of(Screen.OF));
      words.addAll(List.of("bash", "--norc", "--noprofile", "--noediting", "-i"));
      return start(words);
    }

    private Run start(List<String> words) {
      try {
        return new Run(builder.command(words).start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Of `claviger`; where it turned into the program, of the program.
  long pid() {
    return process.pid();
  }

  Run type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  void signal(String name) throws IOException, InterruptedException {
    send(name, pid());
  }

  static void send(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  /// Waits for a line of standard output.
  String awaitOut(String start) throws InterruptedException {
    return out.await(line -> line.startsWith(start), start);
  }

  /// Waits for a line of standard output that ends so.
  String awaitOutEnd(String end) throws InterruptedException {
    return out.await(line -> line.endsWith(end), end);
  }

  /// Waits for a line of standard output with this in it.
  String awaitOutWith(String part) throws InterruptedException {
    return out.await(line -> line.contains(part), part);
  }

  String awaitOutMatching(String pattern) throws InterruptedException {
    return out.await(line -> line.matches(pattern), pattern);
  }

  /// Waits for a line of standard error.
  String awaitErr(String part) throws InterruptedException {
    return err.await(line -> line.contains(part), part);
  }

  /// How many lines of standard output have this in them, so far.
  long outputsWith(String part) {
    return out.seen().stream().filter(line -> line.contains(part)).count();
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(GUARD_SECONDS, TimeUnit.SECONDS)).as(all()).isTrue();
    return process.exitValue();
  }

  /// All of standard output; waits for its end.
  String output() throws InterruptedException {
    return out.all();
  }

  String errors() throws InterruptedException {
    return err.all();
  }

  private String all() {
    return "out: " + out.seen() + "\nerr: " + err.seen();
  }

  /// Our notes beside the program's errors.
  List<String> notices() throws InterruptedException {
    return errors().lines().filter(line -> line.startsWith("claviger: ")).toList();
  }

  Map<String, String> variables() throws InterruptedException {
    return output()
        .lines()
        .filter(line -> line.contains("="))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1)));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// The lines of one stream as they come.
  private static final class Lines {
    private final Object lock = new Object();
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    Lines(InputStream stream) {
      reader = Thread.startVirtualThread(() -> read(stream));
    }

    private void read(InputStream stream) {
      try (var in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        String line;
        while ((line = in.readLine()) != null) {
          add(line);
        }
      } catch (IOException e) {
        add("broken: " + e);
      }
      synchronized (lock) {
        ended = true;
        lock.notifyAll();
      }
    }

    private void add(String line) {
      synchronized (lock) {
        lines.add(line);
        lock.notifyAll();
      }
    }

    String await(Predicate<String> wanted, String what) throws InterruptedException {
      long guard = System.nanoTime() + TimeUnit.SECONDS.toNanos(GUARD_SECONDS);
      synchronized (lock) {
        int next = 0;
        while (true) {
          for (; next < lines.size(); next++) {
            if (wanted.test(lines.get(next))) {
              return lines.get(next);
            }
          }
          long left = TimeUnit.NANOSECONDS.toMillis(guard - System.nanoTime());
          assertThat(!ended && left > 0).as("no line with %s in %s", what, lines).isTrue();
          lock.wait(left);
        }
      }
    }

    List<String> seen() {
      synchronized (lock) {
        return List.copyOf(lines);
      }
    }

    String all() throws InterruptedException {
      reader.join();
      return String.join("\n", seen());
    }
  }
}
