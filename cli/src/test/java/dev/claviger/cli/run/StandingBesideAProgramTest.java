package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a mask, or while watching, `run` stays and must not be noticed (FT23).
class StandingBesideAProgramTest {
  @TempDir Path folder;
  private SecretFolder secrets;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    secrets = new SecretFolder(folder);
    secrets.write("OPENAI_API_KEY", 1, "sk-one-value");
  }

  private Run.Builder masked() {
    return Run.of(folder).with("mask", "always");
  }

  @Nested
  class The_mask {
    @Test
    void covers_standard_output_and_standard_error() throws Exception {
      try (Run run =
          masked().start("sh", "-c", "echo out $OPENAI_API_KEY; echo err $OPENAI_API_KEY >&2")) {
        assertThat(run.output()).isEqualTo("out [SECRET_REDACTED]");
        assertThat(run.errors()).contains("err [SECRET_REDACTED]").doesNotContain("sk-one");
      }
    }

    @Test
    void lets_a_line_through_before_the_program_goes_on() throws Exception {
      try (Run run = masked().start("sh", "-c", "echo name?; read -r x; echo hello $x")) {
        run.awaitOut("name?");
        run.type("Mara\n");
        run.awaitOut("hello Mara");
      }
    }

    /// L-4: each split into two writes, and across the ends of buffers of 64 KiB.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void covers_a_value_however_it_is_written(boolean onTerminal) throws Exception {
      String program =
          """
          import os
          value = os.environb[b"OPENAI_API_KEY"]
          def write(text):
            while text: text = text[os.write(1, text):]
          for cut in range(len(value) + 1):
            write(value[:cut])
            write(value[cut:] + b"\\n")
          for before in range(len(value) + 1):
            write(b"~" * (64 * 1024 - before) + value + b"\\n")
          """;
      Run.Builder masked = onTerminal ? masked().under(Screen.OF) : masked();
      try (Run run = masked.start("python3", "-c", program)) {
        String output = run.output();
        assertThat(output.split(Pattern.quote("[SECRET_REDACTED]"), -1)).hasSize(2 * 13 + 1);
        assertThat(output).doesNotContain("sk-").doesNotContain("value");
      }
    }

    @Test
    void names_what_it_cannot_cover() throws Exception {
      secrets.write("DEBUG", 1, "true");
      secrets.write("PORT", 1, "8080");
      try (Run run = masked().start("sh", "-c", "echo $DEBUG $PORT")) {
        assertThat(run.output()).isEqualTo("true 8080");
        assertThat(run.errors()).containsOnlyOnce("values are short or ordinary: DEBUG, PORT");
      }
    }

    @Test
    void goes_on_for_children_of_the_program() throws Exception {
      String late = "(read -r x; echo late $OPENAI_API_KEY) <&0 & exit 0";
      try (Run run = masked().start("sh", "-c", late)) {
        run.type("\n");
        assertThat(run.output()).isEqualTo("late [SECRET_REDACTED]");
      }
    }

    @Test
    void ends_a_program_whose_output_nobody_reads() throws Exception {
      try (Run run =
          masked()
              .under("sh", "-c", "{ \"$@\"; echo ended $? >&2; } | head -1", "sh")
              .start("yes", "x")) {
        run.awaitErr("ended 141");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "CI", "person", "CI=false"})
    void is_for_agents_always_and_for_people_where_CI_is_set(String who) throws Exception {
      Run.Builder builder = Run.of(folder);
      switch (who) {
        case "agent" -> builder.with("agent", "true");
        case "CI" -> builder.variable("CI", "true");
        case "CI=false" -> builder.variable("CI", "false");
        default -> {}
      }
      boolean masks = who.equals("agent") || who.equals("CI");
      try (Run run = builder.start("sh", "-c", "echo $OPENAI_API_KEY")) {
        assertThat(run.output()).isEqualTo(masks ? "[SECRET_REDACTED]" : "sk-one-value");
      }
    }
  }

  @Nested
  class Exit_codes_and_signals {
    @Test
    void are_those_of_the_program() throws Exception {
      try (Run run = masked().start("sh", "-c", "exit 42")) {
        assertThat(run.exitCode()).isEqualTo(42);
      }
      try (Run run = masked().start("sh", "-c", "kill -KILL $$")) {
        assertThat(run.exitCode()).isEqualTo(128 + 9);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 9, 11, 13, 15})
    void a_signal_that_ends_the_program_ends_us(int signal) throws Exception {
      String caller = "import subprocess, sys; print(subprocess.run(sys.argv[1:]).returncode)";
      try (Run run =
          masked().under("python3", "-c", caller).start("sh", "-c", "kill -" + signal + " $$")) {
        assertThat(run.output()).isEqualTo("-" + signal);
      }
      assertThat(folder.resolve("core")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP", "USR1"})
    void are_passed_on(String signal) throws Exception {
      String program = "trap 'exit 9' " + signal + "; echo up; while :; do read -r x; done";
      try (Run run = masked().start("sh", "-c", program)) {
        run.awaitOut("up");
        run.signal(signal);
        assertThat(run.exitCode()).isEqualTo(9);
      }
    }

    @Test
    void we_stay_as_long_as_the_program_does() throws Exception {
      String program = "trap 'echo not yet' TERM; echo up; read -r x; read -r x; exit 3";
      try (Run run = masked().start("sh", "-c", program)) {
        run.awaitOut("up");
        run.signal("TERM");
        run.awaitOut("not yet");
        run.type("\n\n");
        assertThat(run.exitCode()).isEqualTo(3);
      }
    }

    @Test
    void a_quit_prints_nothing_of_ours() throws Exception {
      try (Run run = masked().start("sh", "-c", "echo up; read -r x; exit 3")) {
        run.awaitOut("up");
        run.signal("QUIT");
        run.type("\n");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.output()).isEqualTo("up");
      }
    }

    @Test
    void the_program_itself_can_be_quit() throws Exception {
      try (Run run = masked().start("sh", "-c", "kill -QUIT $$")) {
        assertThat(run.exitCode()).isEqualTo(128 + 3);
      }
    }

    @Test
    void what_was_ignored_stays_ignored() throws Exception {
      try (Run run = masked().under("nohup").start("sh", "-c", "echo up; read -r x; exit 3")) {
        run.awaitOut("up");
        run.signal("HUP");
        run.type("\n");
        assertThat(run.exitCode()).isEqualTo(3);
      }
    }
  }

  @Nested
  class The_program {
    @Test
    void finds_neither_token_nor_key_in_our_environment() throws Exception {
      try (Run run =
          masked()
              .variable("CLAVIGER_TOKEN", "clv_agt_planted")
              .variable("CLAVIGER_MASTER_KEY", "planted-key")
              .start("sh", "-c", "tr '\\0' '\\n' < /proc/$PPID/environ; env")) {
        assertThat(run.output()).doesNotContain("planted");
        assertThat(run.exitCode()).isZero();
      }
    }

    @Test
    void gets_no_descriptor_of_ours() throws Exception {
      try (Run run =
          Run.of(folder).with("onChange", "restart").start("python3", "-c", Run.SHOW_DESCRIPTORS)) {
        assertThat(run.output()).isEqualTo("0 1 2");
      }
    }

    @Test
    void finds_the_socket_in_a_private_folder_that_goes_with_us() throws Exception {
      Path runtime = Files.createDirectory(folder.resolve("-runtime"));
      try (Run run =
          Run.of(folder)
              .with("onChange", "restart")
              .variable("XDG_RUNTIME_DIR", runtime.toString())
              .start("sh", "-c", "echo $CLAVIGER_SOCKET; read -r x")) {
        Path socket = Path.of(run.awaitOut("/"));
        assertThat(socket).startsWith(runtime);
        assertThat(permissions(socket)).isEqualTo("rw-------");
        assertThat(permissions(socket.resolveSibling(""))).isEqualTo("rwx------");
        run.type("\n");
        assertThat(run.exitCode()).isZero();
        assertThat(runtime).isEmptyDirectory();
      }
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
