package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// I10, I11: running agents get a rotated value without a restart. Real agents, a real server, the
/// real command line.
class LiveRotationTest {
  private static final Path ROOT = Path.of(System.getProperty("claviger.root", ".."));
  private static final String ROTATED = "INFO Secret rotated: OPENAI_API_KEY (no restart required)";

  /// Ten times what it needs on a busy machine; how fast it is says `docs/reliability.md`.
  private static final Duration HANG = Duration.ofSeconds(60);

  private static final Map<String, List<String>> AGENTS =
      Map.of(
          "python", List.of("python3", "-u", example("python/agent.py")),
          "node", List.of("node", example("node/agent.mjs")),
          "shell", List.of("sh", example("shell/agent.sh")));

  @TempDir Path folder;
  private Instance instance;
  private String token;
  private final List<Running> running = new ArrayList<>();

  @BeforeEach
  void three_agents_run() throws IOException {
    instance = new Instance(new ServerProcess.Plan(folder, Map.of(), List.of()));
    instance.create("OPENAI_API_KEY", "sk-first-value");
    token = instance.agent("bot", "default/development");
    for (Map.Entry<String, List<String>> agent : AGENTS.entrySet()) {
      running.add(start(agent.getKey(), agent.getValue()));
    }
    running.forEach(one -> await(() -> one.says("INFO Agent started"), one));
  }

  @AfterEach
  void all_stop() {
    running.forEach(one -> one.process().destroy());
    instance.close();
  }

  @Test
  void each_of_them_goes_on_with_the_new_value() throws IOException {
    List<Long> before = new ArrayList<>();
    for (Running one : running) {
      before.add(childOf(one).pid());
    }
    long asked = System.nanoTime();
    rotate("sk-second-value");
    for (Running one : running) {
      await(() -> one.says(ROTATED), one);
    }
    System.out.printf(
        "live rotation: all three agents had the new value %d ms after it was asked for%n",
        Duration.ofNanos(System.nanoTime() - asked).toMillis());
    for (int i = 0; i < running.size(); i++) {
      assertThat(childOf(running.get(i)).pid()).isEqualTo(before.get(i));
      assertThat(running.get(i).output()).doesNotContain("sk-first", "sk-second");
    }
  }

  @Test
  void also_when_the_server_is_restarted_meanwhile() {
    instance.restart();
    rotate("sk-second-value");
    for (Running one : running) {
      await(() -> one.says(ROTATED), one);
    }
  }

  @Test
  void also_when_the_server_was_killed_and_the_rotation_came_before_they_were_back() {
    instance.killAndRestart();
    rotate("sk-second-value");
    for (Running one : running) {
      await(() -> one.says(ROTATED), one);
    }
  }

  private void rotate(String value) {
    instance
        .admin()
        .post(
            "/api/v1/spaces/default/secrets/OPENAI_API_KEY/rotate?environment=development",
            "{\"value\":\"" + value + "\"}")
        .expect(200);
  }

  private Running start(String name, List<String> agent) throws IOException {
    Path output = folder.resolve(name + ".out");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:-MaxFDLimit",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.claviger.cli.Main",
                "run",
                "default/development",
                "--on-change=signal:USR1",
                "--"));
    command.addAll(agent);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("CLAVIGER_SERVER", instance.server().service());
    builder.environment().put("CLAVIGER_TOKEN", token);
    builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    builder.environment().put("PYTHONUNBUFFERED", "1");
    return new Running(builder.start(), output);
  }

  private static ProcessHandle childOf(Running one) {
    return one.process().toHandle().children().findFirst().orElseThrow();
  }

  private static String example(String path) {
    return ROOT.resolve("examples").resolve(path).toAbsolutePath().toString();
  }

  private static void await(BooleanSupplier condition, Running one) {
    long end = System.nanoTime() + HANG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(() -> one.output()).isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  /// `claviger run` with an agent below it.
  private record Running(Process process, Path file) {
    boolean says(String line) {
      return output().contains(line);
    }

    String output() {
      try {
        return Files.readString(file, UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
