package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.DiskSearch;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.OtherUser;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What another process of the same user can get out of ours: nothing (SECURITY T7, F-6).
@EnabledOnOs(OS.LINUX)
class HidingFromOthersTest {
  private static final String TOKEN = "clv_usr_" + "7".repeat(50);

  private final String key = key();
  private final Path folder;
  private final OtherUser user;

  HidingFromOthersTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.user = new OtherUser(folder);
  }

  private static String key() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /// What is tried below does succeed with a program that does not hide.
  @Test
  void a_program_that_does_not_hide_is_an_open_book() throws IOException {
    Process open = user.start(List.of("sleep", "600"), Map.of("CLAVIGER_MASTER_KEY", key));
    try {
      assertThat(user.run("cat", "/proc/" + open.pid() + "/environ").output()).contains(key);
      assertThat(user.run("head", "-c0", "/proc/" + open.pid() + "/mem").code()).isZero();
    } finally {
      open.destroyForcibly();
    }
  }

  @Test
  void a_server_gives_away_neither_its_environment_nor_its_memory() throws IOException {
    try (var instance = new Instance(plan())) {
      long pid = instance.server().pid();
      assertHidden(pid, key);
      assertThat(instance.admin().get("/api/v1/status").expect(200).body())
          .doesNotContain("process_readable");
    }
  }

  @Test
  void a_crash_leaves_no_value_behind() throws IOException {
    String value = "crash-" + key();
    try (var instance = new Instance(plan())) {
      instance.create("KEPT", value);
      String token = instance.agent("reader", "default/development");
      assertThat(instance.fetch(token, "KEPT")).isEqualTo(value);
      var search = new DiskSearch(value, folder);
      var keys = new DiskSearch(key, folder);
      assertThat(user.run("kill", "-SEGV", "" + instance.server().pid()).code()).isZero();
      assertThat(instance.server().exitCode()).isNotZero();
      assertThat(search.found()).isEmpty();
      assertThat(keys.found()).isEmpty();
    }
    try (Stream<Path> files = Files.walk(folder.resolve("server"))) {
      assertThat(files.map(file -> "" + file.getFileName()).toList())
          .contains("server.log")
          .noneMatch(name -> name.startsWith("core") || name.startsWith("hs_err"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret list default/development", "run default/development -- true"})
  void the_command_line_does_not_give_away_its_token(String command) throws IOException {
    try (var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Process process =
          user.start(
              user.launcher("cli", command),
              Map.of(
                  "CLAVIGER_TOKEN",
                  TOKEN,
                  "CLAVIGER_SERVER",
                  "http://127.0.0.1:" + silent.getLocalPort()));
      try {
        silent.setSoTimeout(120_000);
        silent.accept(); // and never answer
        awaitHidden(process);
        assertHidden(process.pid(), TOKEN);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /// It is like any other: what starts it may look into it, and it gets what we were given.
  @Test
  void a_program_under_run_is_not_hidden_and_inherits_all() throws IOException {
    try (var instance = new Instance(plan())) {
      instance.create("KEPT", "value");
      String token = instance.agent("reader", "default/development");
      String look = "grep -c KEPT=value /proc/self/environ; ls -l /proc/self/fd; exit 0";
      Process process =
          user.start(
              user.launcher("cli", "run default/development -- sh -c '" + look + "'"),
              Map.of("CLAVIGER_TOKEN", token, "CLAVIGER_SERVER", instance.server().service()));
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(said.lines()).contains("1");
      assertThat(said.lines().filter(line -> line.contains(" -> ")).toList())
          .as("the three streams, and the folder that is listed")
          .hasSize(4)
          .noneMatch(line -> line.contains("/classes/") || line.contains("modules"));
    }
  }

  private void awaitHidden(Process process) {
    while (user.run("cat", "/proc/" + process.pid() + "/environ").code() == 0) {
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(process.isAlive()).isTrue();
  }

  private void assertHidden(long pid, String secret) throws IOException {
    Path environment = Path.of("/proc/" + pid + "/environ");
    if (Files.isReadable(environment)) { // by root
      assertThat(Files.readString(environment, ISO_8859_1)).contains("PATH").doesNotContain(secret);
    }
    assertThat(user.run("cat", environment.toString()).code()).isNotZero();
    assertThat(user.run("head", "-c0", "/proc/" + pid + "/mem").code()).isNotZero();
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    assertThat(user.run(jcmd.toString(), "" + pid, "Thread.print").code()).isNotZero();
    if (Files.exists(Path.of("/usr/bin/strace"))) {
      assertThat(user.run("strace", "-qq", "-o", "/dev/null", "-p", "" + pid).code()).isNotZero();
    }
    if (Files.exists(Path.of("/usr/bin/gcore"))) {
      assertThat(user.run("gcore", "-o", folder.resolve("core").toString(), "" + pid).code())
          .isNotZero();
    }
  }

  private ServerProcess.Plan plan() throws IOException {
    Path own = user.own(Files.createDirectory(folder.resolve("server")));
    user.own(Files.createDirectory(own.resolve("tmp")));
    return ServerProcess.Plan.in(own)
        .with("CLAVIGER_MASTER_KEY", key)
        .under(user.launcher("server", "start").toArray(String[]::new));
  }
}
