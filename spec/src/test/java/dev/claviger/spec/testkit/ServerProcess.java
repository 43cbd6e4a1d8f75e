package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A server as a process of its own, with its own data folder and nothing of our environment.
public final class ServerProcess implements AutoCloseable {
  private static final Duration HANG = Duration.ofMinutes(2);
  private static final String REST = "claviger: REST   ";
  private static final String SERVICE = "claviger: gRPC   ";

  private final Process process;
  private final Plan plan;
  private final List<String> said = new ArrayList<>();
  private boolean ended;

  /// How a server is to be started.
  ///
  /// @param folder holds its data, temporary files and log
  /// @param settings environment variables, which win over those that every server here gets
  /// @param prefix the command that starts the JVM, such as strace; mostly empty
  public record Plan(Path folder, Map<String, String> settings, List<String> prefix) {
    public static Plan in(Path folder) {
      return new Plan(folder, Map.of(), List.of());
    }

    /// The same with one setting more.
    public Plan with(String name, String value) {
      var more = new TreeMap<>(settings);
      more.put(name, value);
      return new Plan(folder, more, prefix);
    }

    /// The same, started by another command.
    public Plan under(String... command) {
      return new Plan(folder, settings, List.of(command));
    }

    public Path data() {
      return folder.resolve("data");
    }

    public Path database() {
      return data().resolve("claviger.db");
    }

    /// What the server wrote to standard error.
    public Path log() {
      return folder.resolve("server.log");
    }

    /// Where its temporary files are.
    public Path temporary() {
      return folder.resolve("tmp");
    }

    /// Starts without waiting until the server is ready.
    public ServerProcess launch() {
      return new ServerProcess(this);
    }

    /// Starts and waits until the server is ready.
    public ServerProcess start() {
      return launch().ready();
    }

    /// Runs another command of `claviger server` to its end.
    ///
    /// @return its exit code
    public int perform(String... command) {
      try {
        Process process =
            command(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        if (!process.waitFor(HANG.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("the command did not end");
        }
        return process.exitValue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    private ProcessBuilder command(String... arguments) throws IOException {
      Path temporary = Files.createDirectories(temporary());
      var words = new ArrayList<>(prefix);
      words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      words.add("-XX:TieredStopAtLevel=1");
      words.add("-Duser.language=tr"); // nothing may depend on the locale
      words.add("-Duser.country=TR");
      words.add("-XX:+UseSerialGC");
      words.add("-Xmx256m");
      words.add("-Djava.io.tmpdir=" + temporary);
      words.add("--enable-native-access=ALL-UNNAMED");
      words.add("-cp");
      words.add(System.getProperty("java.class.path"));
      words.add("dev.claviger.server.Main");
      words.addAll(List.of(arguments));
      var builder = new ProcessBuilder(words).directory(folder.toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", "/usr/bin:/bin");
      environment.put("HOME", folder.toString());
      environment.put("TMPDIR", temporary.toString());
      environment.put("CLAVIGER_DATA", data().toString());
      environment.put("CLAVIGER_REST_LISTEN", "127.0.0.1:0");
      environment.put("CLAVIGER_GRPC_LISTEN", "127.0.0.1:0");
      environment.putAll(settings);
      return builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    }
  }

  private ServerProcess(Plan plan) {
    this.plan = plan;
    try {
      this.process = plan.command("start").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  private void listen() {
    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line);
      }
    } catch (IOException _) {
      // a killed process closes its output anyhow
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    said.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// Waits until the server says that it is ready.
  public ServerProcess ready() {
    return says("claviger: ready");
  }

  /// Waits for a line of standard output that starts with `start`.
  ///
  /// @throws AssertionError if the process ends first
  public synchronized ServerProcess says(String start) {
    long deadline = System.nanoTime() + HANG.toNanos();
    try {
      while (said.stream().noneMatch(line -> line.startsWith(start))) {
        if (ended || System.nanoTime() > deadline) {
          throw new AssertionError("the server did not say " + start + " but " + said + log());
        }
        wait(1000);
      }
      return this;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The lines of standard output so far.
  public synchronized List<String> output() {
    return List.copyOf(said);
  }

  /// What it wrote to standard error, with that of earlier starts.
  public String log() {
    try {
      return Files.readString(plan.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String rest() {
    return address(REST);
  }

  public String service() {
    return address(SERVICE);
  }

  private String address(String start) {
    return output().stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /// Waits until the process has ended.
  public int exitCode() {
    try {
      if (!process.waitFor(HANG.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the server did not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// SIGKILL.
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    exitCode();
  }

  /// SIGTERM, and waits. What stands between us and the JVM, such as strace, ends with it.
  public void stop() {
    if (plan.prefix().isEmpty()) {
      process.destroy();
    } else {
      process.descendants().forEach(ProcessHandle::destroy);
    }
    exitCode();
  }

  /// Starts again, at the same addresses, after the process has ended.
  public ServerProcess again() {
    return samePorts().start();
  }

  /// The plan of a server at the same addresses.
  public Plan samePorts() {
    return plan.with("CLAVIGER_REST_LISTEN", rest().replaceFirst("https?://", ""))
        .with("CLAVIGER_GRPC_LISTEN", service().replaceFirst("https?://", ""));
  }

  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    if (alive()) {
      kill();
    }
  }
}
