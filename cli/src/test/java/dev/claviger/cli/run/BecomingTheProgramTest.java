package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Without a mask and without watching, `run` replaces itself (FT23).
class BecomingTheProgramTest {
  @TempDir Path folder;
  private SecretFolder secrets;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    secrets = new SecretFolder(folder);
    secrets.write("OPENAI_API_KEY", 1, "sk-one");
  }

  private Run.Builder run() {
    return Run.of(folder);
  }

  @Test
  void it_is_the_same_process_with_the_secret_in_its_environment() throws Exception {
    try (Run run = run().start("sh", "-c", "echo $$ \"$OPENAI_API_KEY\"")) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).isEqualTo(run.pid() + " sk-one");
      assertThat(run.notices())
          .containsExactly("claviger: 1 secret from the scope of this credential");
    }
  }

  @Test
  void later_scopes_win_and_exceptions_are_left_out() throws Exception {
    var other = Scope.parse("other/staging");
    secrets.write(other, "OPENAI_API_KEY", 1, "sk-other".getBytes(UTF_8));
    secrets.write(other, "EXTRA", 1, "x".getBytes(UTF_8));
    secrets.write("LEFT_OUT", 1, "y");
    try (Run run =
        run()
            .with("scopes", "pay/production,other/staging")
            .with("except", "LEFT_OUT")
            .start("env")) {
      assertThat(run.variables())
          .containsEntry("OPENAI_API_KEY", "sk-other")
          .containsEntry("EXTRA", "x")
          .doesNotContainKeys("LEFT_OUT", "CLAVIGER_SOCKET");
      assertThat(run.notices())
          .containsExactly("claviger: 2 secrets from pay/production, other/staging");
    }
  }

  @Test
  void our_own_settings_stay_with_us() throws Exception {
    try (Run run =
        run()
            .variable("CLAVIGER_TOKEN", "clv_agt_x")
            .variable("CLAVIGER_MASTER_KEY", "k")
            .start("env")) {
      assertThat(run.output()).doesNotContain("clv_agt_x").doesNotContain("CLAVIGER");
    }
  }

  @Test
  void bytes_arrive_unchanged_in_a_locale_that_knows_ascii_only() throws Exception {
    byte[] value = {'a', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF, '\n', 'b'};
    secrets.write(SecretFolder.SCOPE, "RAW", 1, value);
    try (Run run =
        run()
            .variable("LC_ALL", "C")
            .variable("INHERITED", "x")
            .start("sh", "-c", "printf '%s|%s' \"$RAW\" \"$1\" | od -An -v -tx1", "sh", "é")) {
      assertThat(run.output().replaceAll("\\s+", "")).isEqualTo("61c3a9ff0a627cc3a9");
    }
  }

  @Test
  void exit_code_and_standard_input_are_the_programs() throws Exception {
    try (Run run = run().start("sh", "-c", "read -r line; echo got $line; exit 42")) {
      run.type("hello\n");
      assertThat(run.exitCode()).isEqualTo(42);
      assertThat(run.output()).isEqualTo("got hello");
    }
  }

  @Test
  void a_signal_reaches_the_program_itself() throws Exception {
    try (Run run =
        run().start("sh", "-c", "trap 'exit 9' TERM; echo ready; while :; do read -r x; done")) {
      run.awaitOut("ready");
      run.signal("TERM");
      assertThat(run.exitCode()).isEqualTo(9);
    }
  }

  @Test
  void signals_are_as_in_a_plain_shell() throws Exception {
    assertThat(signals(run())).isEqualTo("blocked 0, ignored 0");
    assertThat(signals(run().under("nohup"))).isEqualTo("blocked 0, ignored 1");
    var ignoring = run().under("sh", "-c", "trap '' USR2 && exec \"$@\"", "sh");
    assertThat(signals(ignoring)).isEqualTo("blocked 0, ignored 0"); // the JVM needs USR2
  }

  /// The signals 1 to 31 that the program finds blocked and ignored, in hexadecimal.
  private static String signals(Run.Builder run) throws InterruptedException {
    try (Run process = run.start("cat", "/proc/self/status")) {
      Map<String, Long> status =
          process
              .output()
              .lines()
              .filter(line -> line.matches("Sig(Blk|Ign):.*"))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, 6),
                      line -> Long.parseUnsignedLong(line.substring(8), 16) & 0x7FFFFFFF));
      return "blocked %x, ignored %x".formatted(status.get("SigBlk"), status.get("SigIgn"));
    }
  }

  @Test
  void it_gets_the_descriptors_of_our_caller_and_none_of_ours() throws Exception {
    Path file = Files.writeString(folder.resolve("-open"), "from seven");
    try (Run run =
        run()
            .under("sh", "-c", "exec 7<\"$0\" && exec \"$@\"", file.toString())
            .start("sh", "-c", "cat <&7; echo; exec python3 -c \"$0\"", Run.SHOW_DESCRIPTORS)) {
      assertThat(run.output().lines().toList()).containsExactly("from seven", "0 1 2 7");
    }
  }

  @Nested
  class Where_there_is_no_program {
    @Test
    void a_missing_one_is_127() throws Exception {
      for (String name : new String[] {"no-such-program", "/no/such/program", ""}) {
        try (Run run = run().start(name)) {
          assertThat(run.exitCode()).isEqualTo(127);
          assertThat(run.errors()).contains("claviger: " + name + ": no such program");
        }
      }
    }

    @Test
    void one_that_cannot_be_run_is_126() throws Exception {
      Path plain = Files.writeString(folder.resolve("-plain"), "echo");
      for (Path path : new Path[] {plain, folder}) {
        try (Run run = run().start(path.toString())) {
          assertThat(run.exitCode()).isEqualTo(126);
          assertThat(run.errors()).contains(path + ": not executable");
        }
      }
    }

    @Test
    void both_codes_are_the_same_beside_the_program() throws Exception {
      for (String mask : new String[] {"always", "never"}) {
        String onChange = mask.equals("never") ? "restart" : "none";
        try (Run run = run().with("mask", mask).with("onChange", onChange).start("no-such")) {
          assertThat(run.exitCode()).isEqualTo(127);
        }
        try (Run run = run().with("mask", mask).with("onChange", onChange).start("/")) {
          assertThat(run.exitCode()).isEqualTo(126);
        }
      }
    }
  }

  @Test
  void it_is_searched_for_as_shells_do() throws Exception {
    Path some = Files.createDirectories(folder.resolve("-some"));
    Path other = Files.createDirectories(folder.resolve("-other"));
    Files.writeString(some.resolve("tool"), "not executable");
    Path script = Files.writeString(other.resolve("tool"), "echo a script without a first line $1");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    try (Run run =
        run().variable("PATH", some + ":" + other + ":/bin:/usr/bin").start("tool", "x")) {
      assertThat(run.output()).isEqualTo("a script without a first line x");
    }
  }

  @Nested
  class With_a_secret_that_cannot_be_a_variable {
    @Test
    void nothing_is_started() throws Exception {
      secrets.write("LD_PRELOAD", 1, "/evil.so");
      secrets.write("NUL", 1, "a\0b");
      try (Run run = run().start("echo", "started")) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors())
            .contains("--allow-dangerous LD_PRELOAD", "--except NUL", "nothing was started")
            .doesNotContain("evil");
      }
      try (Run run = run().with("except", "LD_PRELOAD,NUL").start("echo", "started")) {
        assertThat(run.output()).isEqualTo("started");
      }
    }

    @Test
    void the_longest_that_we_take_is_taken_by_the_system() throws Exception {
      secrets.write("A", 1, "x".repeat(ChildEnvironment.MAX_ENTRY - 2));
      try (Run run = run().start("sh", "-c", "echo ${#A}")) {
        assertThat(run.output()).isEqualTo("131069");
      }
      secrets.write("A", 2, "x".repeat(ChildEnvironment.MAX_ENTRY - 1));
      try (Run run = run().start("sh", "-c", "echo ${#A}")) {
        assertThat(run.exitCode()).isEqualTo(2);
      }
    }

    @Test
    void too_many_long_ones_are_a_program_that_cannot_be_run() throws Exception {
      for (int i = 0; i < 100; i++) {
        secrets.write("LONG_" + i, 1, "x".repeat(100_000));
      }
      try (Run run = run().start("echo", "started")) {
        assertThat(run.exitCode()).isEqualTo(126);
        assertThat(run.errors()).contains("longer than this system allows");
      }
    }
  }
}
