package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A masked program whose output is shown on a terminal has one itself.
class RunningOnATerminalTest {
  private static final String MASK = "[SECRET_REDACTED]";
  private static final String AS_IT_WAS = "[the terminal is as it was]";

  @TempDir Path folder;
  private SecretFolder secrets;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    secrets = new SecretFolder(folder);
    secrets.write("OPENAI_API_KEY", 1, "sk-one-value");
  }

  private Run.Builder run() {
    return Run.of(folder).with("mask", "always").under(Screen.OF);
  }

  private Run python(String program) {
    return run().start("python3", "-c", "import os, signal, sys, termios, time, tty\n" + program);
  }

  @Nested
  class The_program {
    @Test
    void has_a_terminal_of_the_same_size_and_its_output_is_masked() throws Exception {
      String program =
          "test -t 0 && test -t 1 && test -t 2 && stty size && echo out $OPENAI_API_KEY"
              + " && echo err $OPENAI_API_KEY >&2 && echo tty $OPENAI_API_KEY >/dev/tty; exit 7";
      try (Run run = run().start("sh", "-c", program)) {
        assertThat(run.output().lines().toList())
            .containsExactly(
                "claviger: 1 secret from the scope of this credential",
                Screen.SIZE,
                "out " + MASK,
                "err " + MASK,
                "tty " + MASK,
                "",
                AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(7);
      }
    }

    @Test
    void prints_byte_for_byte_what_it_would_without_us() throws Exception {
      String program =
          "printf 'a\\tb\\033[31mred\\033[0m \\303\\251\\r\\n1\\n2\\n'; stty -opost; printf 'x\\ny'; stty opost";
      String[] dump = {"sh", "-c", "\"$@\" | od -An -v -tx1", "sh"};
      var alone = new ArrayList<>(List.of(dump));
      alone.addAll(List.of(Screen.OF));
      String notice = "claviger: 1 secret from the scope of this credential\\n";
      alone.addAll(List.of("sh", "-c", "printf '" + notice + "'; " + program));
      Process process = new ProcessBuilder(alone).start();
      String expected = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      try (Run run =
          Run.of(folder)
              .with("mask", "always")
              .under(dump)
              .under(Screen.OF)
              .start("sh", "-c", program)) {
        assertThat(run.output().strip()).isEqualTo(expected);
      }
    }

    @Test
    void learns_that_the_terminal_was_resized() throws Exception {
      try (Run run =
          python(
              """
              def told(*_): print(*os.get_terminal_size(), flush=True)
              signal.signal(signal.SIGWINCH, told)
              print("up", flush=True)
              while True: signal.pause()
              """)) {
        run.awaitOut("up");
        run.type(Screen.RESIZE + "40 120\n");
        run.awaitOut("120 40");
        run.type(Screen.RESIZE + "20 60\n");
        run.awaitOut("60 20");
      }
    }

    @Test
    void gets_each_key_as_it_is_typed_where_it_wants_that() throws Exception {
      try (Run run =
          python(
              """
              before = termios.tcgetattr(0)
              tty.setraw(0)
              print("up\\r", flush=True)
              for _ in range(4): print(os.read(0, 1), end="\\r\\n", flush=True)
              termios.tcsetattr(0, termios.TCSADRAIN, before)
              """)) {
        run.awaitOut("up");
        for (String key : new String[] {"x", "\u0003", "\u001a", "\r"}) {
          run.type(key);
          run.awaitOut("b'" + (key.equals("x") ? "x" : key.equals("\r") ? "\\r" : "\\x"));
        }
        assertThat(run.output()).endsWith(AS_IT_WAS);
      }
    }

    @Test
    void can_ask_for_a_password_that_does_not_appear() throws Exception {
      try (Run run =
          python("import getpass; p = getpass.getpass('Password?\\n'); print(len(p), p[::-1])")) {
        run.awaitOut("Password?");
        run.type("open sesame\n");
        run.awaitOut("11 emases nepo");
        assertThat(run.output()).doesNotContain("open sesame").endsWith(AS_IT_WAS);
      }
    }

    @Test
    void sees_the_end_of_what_is_typed() throws Exception {
      try (Run run = run().start("sh", "-c", "echo up; wc -l; exit 3")) {
        run.awaitOut("up");
        run.type("one\ntwo\n\u0004");
        run.awaitOut("2");
        assertThat(run.exitCode()).isEqualTo(3);
      }
    }
  }

  @Nested
  class Keys_that_are_signals {
    @ParameterizedTest
    @CsvSource({"3, 130, INT", "28, 131, QUIT"}) // Ctrl-C, Ctrl-\\
    void end_the_program_and_not_us(int key, int exitCode, String signal) throws Exception {
      try (Run run = run().start("sh", "-c", "echo up; exec sleep 600")) {
        run.awaitOut("up");
        run.type(Character.toString(key));
        assertThat(run.exitCode()).as(signal).isEqualTo(exitCode);
        assertThat(run.output()).endsWith(AS_IT_WAS);
      }
    }

    @Test
    void reach_the_program_once() throws Exception {
      try (Run run =
          python(
              """
              def told(*_): print("told", flush=True)
              signal.signal(signal.SIGINT, told)
              print("up", flush=True)
              for line in sys.stdin: print("line", line.strip(), flush=True)
              """)) {
        run.awaitOut("up");
        run.type("\u0003");
        run.awaitOutEnd("told");
        run.type("end\n\u0004");
        run.awaitOut("line end");
        assertThat(run.exitCode()).isZero();
        assertThat(run.output().split("told", -1)).hasSize(2);
      }
    }
  }

  @Nested
  class However_it_ends {
    @ParameterizedTest
    @CsvSource({
      "exit 0, 0",
      "exit 42, 42",
      "kill -KILL $$, 137",
      "kill -SEGV $$, 139",
      "stty raw -echo; exit 5, 5",
      "'exec >/dev/null 2>&1 </dev/null; sleep 0.3; exit 6', 6"
    })
    void the_terminal_is_as_it_was(String program, int exitCode) throws Exception {
      try (Run run = run().start("sh", "-c", program)) {
        assertThat(run.output()).endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(exitCode);
      }
    }

    @Test
    void also_where_there_is_no_program() throws Exception {
      try (Run run = run().start("no-such-program")) {
        assertThat(run.output()).contains("no-such-program: no such program").endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(127);
      }
      try (Run run = run().start(folder.toString())) {
        assertThat(run.output()).contains(": not executable").endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(126);
      }
    }

    @Test
    void also_where_a_value_cannot_be_given_or_the_server_refuses() throws Exception {
      secrets.write("NUL", 1, "a\0b");
      try (Run run = run().start("echo", "started")) {
        assertThat(run.output()).contains("nothing was started").endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(2);
      }
      secrets.refuse("access_denied");
      try (Run run = run().start("echo", "started")) {
        assertThat(run.output()).doesNotContain("started").endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP", "USR1"})
    void signals_that_are_sent_to_us_are_passed_on(String signal) throws Exception {
      String program = "trap 'exit 9' " + signal + "; echo up $PPID; while :; do read -r x; done";
      try (Run run = run().start("sh", "-c", program)) {
        run.awaitOut("up");
        Run.send(signal, ours(run));
        assertThat(run.output()).endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(9);
      }
    }

    @Test
    void what_its_children_print_later_is_printed_and_masked() throws Exception {
      String program = "(sleep 0.3; echo late $OPENAI_API_KEY) & exit 4";
      try (Run run = run().start("sh", "-c", program)) {
        assertThat(run.output()).contains("late " + MASK).endsWith(AS_IT_WAS);
        assertThat(run.exitCode()).isEqualTo(4);
      }
    }

    private boolean typed(Run run, String key) {
      try {
        run.type(key);
        return true;
      } catch (IOException itHasEnded) {
        return false;
      }
    }

    @Test
    void nobody_has_to_wait_for_them() throws Exception {
      try (Run run = run().start("sh", "-c", "sleep 30 & echo up $$; exit 4")) {
        long program = Long.parseLong(run.awaitOut("up ").substring(3));
        Wait.until(() -> ProcessHandle.of(program).isEmpty());
        Wait.until(() -> run.hasEnded() || !typed(run, "\u0003"));
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.output()).endsWith(AS_IT_WAS);
      }
    }

    @Test
    void the_program_hangs_up_where_we_are_killed() throws Exception {
      Path mark = folder.resolve("-hung-up");
      String program =
          "trap 'echo hung up >\"$0\"; exit' HUP; echo up; while :; do read -r x; done";
      try (Run run = run().start("sh", "-c", program, mark.toString())) {
        run.awaitOut("up");
        Run.send("KILL", ours(run));
        run.exitCode();
        Wait.until(() -> Files.exists(mark) && Files.size(mark) > 0);
      }
    }
  }

  /// The number of `claviger run` on the screen.
  private static long ours(Run run) {
    return ProcessHandle.of(run.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
  }
}
