package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// R16 and I11: a new value reaches a running program, with real programs.
class RotatingUnderAProgramTest {
  private static final String ROTATED = "INFO Secret rotated: OPENAI_API_KEY (no restart required)";

  /// The agents in `examples/`.
  enum Agent {
    PYTHON("python3", "python/agent.py"),
    NODE("node", "node/agent.mjs"),
    SHELL("sh", "shell/agent.sh");

    private final String interpreter;
    private final String file;

    Agent(String interpreter, String file) {
      this.interpreter = interpreter;
      this.file = file;
    }

    String[] command() {
      Path examples = Path.of(System.getProperty("claviger.root"), "examples");
      return new String[] {interpreter, examples.resolve(file).toString()};
    }
  }

  @TempDir Path folder;
  private SecretFolder secrets;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    secrets = new SecretFolder(folder);
    secrets.write("OPENAI_API_KEY", 1, "sk-one");
  }

  private Run.Builder run() {
    return run("signal:USR1");
  }

  private Run.Builder run(String onChange) {
    return Run.of(folder).with("onChange", onChange);
  }

  private static long process(Run run) throws InterruptedException {
    String line = run.awaitOut("INFO Agent started, process ");
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  /// Number and start of a process, which together nothing else ever has.
  private static String identity(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
    return pid + " since " + stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
  }

  @Nested
  class An_agent {
    @ParameterizedTest
    @EnumSource
    void takes_new_values_in_the_same_process_and_shows_none(Agent agent) throws Exception {
      try (Run run = run().start(agent.command())) {
        long pid = process(run);
        String before = identity(pid);
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitOut(ROTATED);
        run.awaitOut("INFO Version 2 is in use");
        secrets.write("OPENAI_API_KEY", 3, "sk-three");
        run.awaitOut("INFO Version 3 is in use");
        assertThat(identity(pid)).isEqualTo(before);
        run.signal("TERM");
        assertThat(run.output()).doesNotContain("sk-");
        assertThat(run.notices())
            .containsExactly(
                "claviger: 1 secret from the scope of this credential",
                "claviger: OPENAI_API_KEY is now version 2",
                "claviger: OPENAI_API_KEY is now version 3");
      }
    }

    @ParameterizedTest
    @EnumSource
    void takes_a_value_that_came_while_the_server_was_away(Agent agent) throws Exception {
      try (Run run = run().start(agent.command())) {
        long pid = process(run);
        secrets.goAway();
        run.awaitErr("the program keeps the values it has until the server is back");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        assertThat(ProcessHandle.of(pid)).isPresent();
        secrets.comeBack();
        run.awaitOut("INFO Version 2 is in use");
        run.awaitErr("connected again");
      }
    }

    @ParameterizedTest
    @EnumSource
    void says_when_its_key_is_missing(Agent agent) throws Exception {
      try (Run run = run().with("except", "OPENAI_API_KEY").start(agent.command())) {
        assertThat(run.output()).isEqualTo("OPENAI_API_KEY not configured");
        assertThat(run.exitCode()).isEqualTo(1);
      }
    }
  }

  @Nested
  class A_Node_program_without_a_handler {
    private static final String PROGRAM =
        """
        const http = require('node:http');
        const read = () => http.get({ socketPath: process.env.CLAVIGER_SOCKET,
            path: '/v1/secrets/OPENAI_API_KEY' }, (answer) => {
          answer.resume();
          answer.on('end', () => console.log('read version', answer.headers['claviger-version']));
        });
        read();
        process.stdin.on('data', read);
        """;

    @Test
    void is_never_sent_USR1_also_when_it_has_read_values() throws Exception {
      neverOpensTheDebugger("node");
    }

    @Test
    void nor_under_another_name() throws Exception {
      Process which = new ProcessBuilder("sh", "-c", "command -v node").start();
      String found = new String(which.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Path node = Path.of(found.strip()).toRealPath();
      Path bundled = folder.resolve("bundled-agent");
      try {
        Files.createLink(bundled, node);
      } catch (FileSystemException anotherFileSystem) {
        Files.copy(node, bundled);
      }
      neverOpensTheDebugger(bundled.toString());
    }

    private void neverOpensTheDebugger(String node) throws Exception {
      try (Run run = run().start(node, "-e", PROGRAM)) {
        run.awaitOut("read version 1");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitErr("use --on-change=signal:USR2");
        run.type("again\n");
        run.awaitOut("read version 2");
        secrets.write("OPENAI_API_KEY", 3, "sk-three");
        run.awaitErr("OPENAI_API_KEY is now version 3");
        run.type("again\n");
        run.awaitOut("read version 3");
        assertThat(listening(program(run))).isEmpty();
        run.signal("TERM");
        assertThat(run.exitCode()).isEqualTo(128 + 15);
        assertThat(run.errors()).doesNotContain("Debugger").containsOnlyOnce("signal:USR2");
      }
    }

    @Test
    void the_check_sees_an_inspector_that_is_opened_on_purpose() throws Exception {
      try (Run run = run().start("node", "-e", PROGRAM)) {
        run.awaitOut("read version 1");
        Run.send("USR1", program(run));
        run.awaitErr("Debugger listening");
        assertThat(listening(program(run))).hasSize(1);
      }
    }
  }

  private static long program(Run run) {
    return ProcessHandle.of(run.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
  }

  /// The TCP ports on which a process listens.
  private static List<String> listening(long pid) throws Exception {
    Process ss =
        new ProcessBuilder(
                "sh",
                "-c",
                """
                for f in /proc/$0/fd/*; do readlink "$f"; done | sed -n 's/^socket:\\[\\(.*\\)]/\\1/p' |
                while read -r inode; do
                  awk -v i="$inode" '$4 == "0A" && $10 == i { print $2 }' /proc/$0/net/tcp /proc/$0/net/tcp6
                done
                """,
                "" + pid)
            .start();
    return new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
  }

  @Nested
  class A_program_without_a_handler {
    @Test
    void is_not_sent_what_would_end_it_until_it_has_one() throws Exception {
      String program =
          """
          import signal, sys
          print("started", flush=True)
          sys.stdin.readline()
          signal.signal(signal.SIGUSR1, lambda *_: print("told", flush=True))
          while True: signal.pause()
          """;
      try (Run run = run().start("python3", "-c", program)) {
        run.awaitOut("started");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitErr("the program does not handle USR1, so it was not told");
        run.type("now\n");
        run.awaitOut("told");
      }
    }

    @Test
    void gets_another_signal_if_it_handles_that_one() throws Exception {
      String program = "trap 'echo told' USR2; echo started; while :; do read -r x || exit 0; done";
      try (Run run = run("signal:USR2").start("sh", "-c", program)) {
        run.awaitOut("started");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitErr("is now version 2");
        run.type("\n");
        run.awaitOut("told");
      }
    }
  }

  @Nested
  class With_restart {
    @Test
    void the_program_starts_again_with_the_new_value() throws Exception {
      try (Run run = run("restart").start("sh", "-c", "echo $$ $OPENAI_API_KEY; exec sleep 600")) {
        run.awaitOutEnd(" sk-one");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitErr("is now version 2");
        run.awaitOutEnd(" sk-two");
        run.signal("TERM");
        assertThat(run.exitCode()).isEqualTo(128 + 15);
      }
    }

    @Test
    void it_is_so_on_a_terminal_too() throws Exception {
      String program = "test -t 1 && echo $$ $OPENAI_API_KEY | rev; exec sleep 600";
      try (Run run =
          run("restart").with("mask", "always").under(Screen.OF).start("sh", "-c", program)) {
        run.awaitOut("eno-ks");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitOutWith("is now version 2");
        run.awaitOut("owt-ks");
        run.type("\u0003");
        assertThat(run.exitCode()).isEqualTo(128 + 2);
        assertThat(run.output()).endsWith("[the terminal is as it was]");
      }
    }

    @Test
    void a_program_that_does_not_end_is_killed() throws Exception {
      String program =
          """
          import os, signal
          signal.signal(signal.SIGTERM, lambda *_: print("not now", flush=True))
          print(os.environ["OPENAI_API_KEY"], flush=True)
          while True: signal.pause()
          """;
      try (Run run = run("restart").with("patience", "300ms").start("python3", "-c", program)) {
        run.awaitOut("sk-one");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitOut("not now");
        run.awaitOut("sk-two");
      }
    }

    @Test
    void it_can_be_ended_between_two_starts() throws Exception {
      String program = "echo $OPENAI_API_KEY; exec sleep 600";
      try (Run run = run("restart").start("sh", "-c", program)) {
        run.awaitOut("sk-one");
        for (int version = 2; version <= 6; version++) { // the pause before a start has grown
          secrets.write("OPENAI_API_KEY", version, "sk-" + version);
          run.awaitOut("sk-" + version);
        }
        secrets.write("OPENAI_API_KEY", 7, "sk-7");
        run.awaitErr("is now version 7");
        Wait.until(() -> ProcessHandle.of(run.pid()).orElseThrow().children().findAny().isEmpty());
        run.signal("TERM");
        assertThat(run.exitCode()).isEqualTo(128 + 15);
        assertThat(run.output()).doesNotContain("sk-7");
      }
    }

    @Test
    void the_end_of_the_program_is_the_end() throws Exception {
      try (Run run = run("restart").start("sh", "-c", "read -r x; exit 5")) {
        run.type("\n");
        assertThat(run.exitCode()).isEqualTo(5);
      }
    }

    @Test
    void a_value_that_cannot_be_a_variable_leaves_the_program_running() throws Exception {
      try (Run run = run("restart").start("sh", "-c", "echo up; read -r x; exit 5")) {
        run.awaitOut("up");
        secrets.write("OPENAI_API_KEY", 2, "a\0b");
        run.awaitErr("not restarted: OPENAI_API_KEY holds a NUL byte");
        run.type("\n");
        assertThat(run.exitCode()).isEqualTo(5);
      }
    }
  }

  @Nested
  class With_a_command {
    @Test
    void it_gets_the_new_value_and_the_number_of_the_program() throws Exception {
      String command = "exec:echo hook $OPENAI_API_KEY; kill -USR2 $CLAVIGER_CHILD_PID; exit 3";
      String program = "trap 'echo told' USR2; echo up; while :; do read -r x || exit 0; done";
      try (Run run = run(command).start("sh", "-c", program)) {
        run.awaitOut("up");
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        run.awaitOut("hook sk-two");
        run.awaitErr("the command of --on-change ended with 3");
        run.type("\n");
        run.awaitOut("told");
      }
    }

    @Test
    void on_a_terminal_its_lines_begin_where_lines_begin() throws Exception {
      Path up = folder.resolve("-up");
      Path hook = folder.resolve("-hook");
      try (Run run =
          run("exec:echo from the hook; touch " + hook)
              .with("mask", "always")
              .under("sh", "-c", "\"$@\" | od -An -v -tx1 -w4096", "sh")
              .under(Screen.OF)
              .start("sh", "-c", "touch " + up + "; read -r x")) {
        Wait.until(() -> Files.exists(up));
        secrets.write("OPENAI_API_KEY", 2, "sk-two");
        Wait.until(() -> Files.exists(hook));
        run.type("\n");
        String ended = HexFormat.ofDelimiter(" ").formatHex("the hook\r\n".getBytes(UTF_8));
        assertThat(run.output()).contains(ended).doesNotContain("6b 0a"); // k and a bare line end
      }
    }
  }

  @Test
  void a_value_that_the_program_fetched_is_masked_in_its_output() throws Exception {
    String program =
        """
        trap 'curl -s --unix-socket $CLAVIGER_SOCKET http://x/v1/secrets/OPENAI_API_KEY; echo; \
        echo former $OPENAI_API_KEY' USR1
        echo up; while :; do read -r x || exit 0; done
        """;
    try (Run run = run().with("mask", "always").start("sh", "-c", program)) {
      run.awaitOut("up");
      secrets.write("OPENAI_API_KEY", 2, "another-value");
      run.awaitErr("is now version 2");
      run.type("\n");
      run.awaitOut("[SECRET_REDACTED]");
      run.awaitOut("former [SECRET_REDACTED]");
    }
  }

  @Test
  void a_revoked_credential_leaves_the_program_with_what_it_has() throws Exception {
    try (Run run = run().start("sh", "-c", "echo up; read -r x; exit 4")) {
      run.awaitOut("up");
      secrets.refuse("unauthenticated");
      run.awaitErr("the credential has ended; the program keeps the values it has");
      run.type("\n");
      assertThat(run.exitCode()).isEqualTo(4);
    }
  }
}
