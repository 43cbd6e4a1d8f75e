package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A machine with the command line on it: a home of its own, and names that only it knows.
///
/// @param folder holds all that it writes
/// @param hosts addresses by name, the only names that it can look up
/// @param variables besides those that every machine here has
public record ClientMachine(Path folder, Map<String, String> hosts, Map<String, String> variables) {
  private static final Duration HANG = Duration.ofMinutes(2);

  /// An empty one.
  public static ClientMachine in(Path folder) {
    return new ClientMachine(folder, Map.of(), Map.of());
  }

  /// The same, where `name` leads to `address`.
  public ClientMachine knowing(String name, String address) {
    return new ClientMachine(folder, more(hosts, name, address), variables);
  }

  /// The same with a variable more.
  public ClientMachine with(String variable, String value) {
    return new ClientMachine(folder, hosts, more(variables, variable, value));
  }

  private static Map<String, String> more(Map<String, String> all, String name, String value) {
    var more = new TreeMap<>(all);
    more.put(name, value);
    return more;
  }

  /// How a command ended.
  public record Ended(int code, String stdout, String stderr) {
    /// This one, if it has that exit code.
    public Ended expect(int wanted) {
      if (code != wanted) {
        throw new AssertionError("wanted exit code " + wanted + ", got " + this);
      }
      return this;
    }
  }

  /// Runs `claviger` to its end.
  ///
  /// @param input what comes over standard input
  public Ended claviger(String input, List<String> arguments) {
    try {
      Process process = start(arguments);
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      } catch (IOException _) {
        // it did not want to read it
      }
      String stdout = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(HANG.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("claviger " + arguments + " did not end");
      }
      return new Ended(process.exitValue(), stdout, Files.readString(stderr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public Ended claviger(String... arguments) {
    return claviger("", List.of(arguments));
  }

  /// Starts `claviger`, with the options that the launcher gives the JVM.
  public Process start(List<String> arguments) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path names = folder.resolve("hosts");
    var lines = new ArrayList<String>();
    hosts.forEach((name, address) -> lines.add(address + " " + name));
    Files.write(names, lines);
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-MaxFDLimit",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.net.http.retryPost=false",
            "-Djdk.net.hosts.file=" + names,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.claviger.cli.Main"));
    words.addAll(arguments);
    var builder = new ProcessBuilder(words).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("HOME", home.toString());
    for (String kind : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
      environment.put("XDG_" + kind + "_HOME", folder.resolve("xdg-" + kind).toString());
    }
    environment.put("XDG_RUNTIME_DIR", privateFolder("xdg-runtime").toString());
    environment.put("TMPDIR", privateFolder("tmp").toString());
    environment.putAll(variables);
    return builder.redirectError(stderr().toFile()).start();
  }

  private Path privateFolder(String name) throws IOException {
    Path made = Files.createDirectories(folder.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
  }

  private Path stderr() {
    return folder.resolve("stderr");
  }

  /// What the last command said.
  public String said() {
    try {
      return Files.readString(stderr());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
