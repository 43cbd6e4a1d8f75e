package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-Z, `fg` and `bg` in a shell, around a masked program on a terminal of its own.
class RunningAsAJobTest {
  private static final String CTRL_Z = "\u001a";
  private static final String CTRL_C = "\u0003";

  @TempDir Path folder;
  private Run shell;

  @BeforeEach
  void somebody_sits_in_front_of_a_shell() throws IOException {
    new SecretFolder(folder).write("OPENAI_API_KEY", 1, "sk-one-value");
    shell = Run.of(folder).with("mask", "always").startShell(folder);
  }

  @AfterEach
  void who_leaves() {
    shell.close();
  }

  /// What is typed appears too, so what is waited for must not stand in it as it is.
  private void type(String line) throws IOException {
    shell.type(line + "\n");
  }

  @Test
  void a_program_is_stopped_and_continued() throws Exception {
    type("$RUN sh -c 'echo up; read -r x; echo got $x $OPENAI_API_KEY; exit 5'; echo code $?");
    shell.awaitOutEnd("up");
    shell.type(CTRL_Z);
    shell.awaitOutWith("[1]+  Stopped");
    shell.awaitOutWith("code 148");
    type("stty -a | grep -o '[-]*icanon'; echo the s''hell works");
    shell.awaitOutMatching("(.* )?icanon");
    shell.awaitOutWith("the shell works");
    type("fg; echo code $?");
    type("words");
    shell.awaitOutWith("got words [SECRET_REDACTED]");
    shell.awaitOutWith("code 5");
  }

  @Test
  void it_is_so_each_time_and_all_of_its_processes_stop() throws Exception {
    type("$RUN sh -c 'echo up $$; sleep 601; true'");
    long program = number();
    Wait.until(() -> ProcessHandle.of(program).orElseThrow().children().count() == 1);
    long child = ProcessHandle.of(program).orElseThrow().children().findFirst().orElseThrow().pid();
    for (int round = 1; round <= 3; round++) {
      shell.type(CTRL_Z);
      long stops = round;
      Wait.until(() -> shell.outputsWith("]+  Stopped") == stops);
      assertThat(List.of(state(program), state(child))).containsOnly('T');
      type("echo ro''und " + round);
      shell.awaitOutWith("round " + round);
      type("fg");
      Wait.until(() -> state(child) == 'S');
    }
    shell.type(CTRL_C);
    Wait.until(() -> descendants().noneMatch(each -> each.contains("RunMain")));
    type("echo co''de $?");
    shell.awaitOutWith("code 130");
  }

  /// What the program has printed after `up`.
  private long number() throws InterruptedException {
    Matcher found = Pattern.compile("up (\\d+)").matcher(shell.awaitOutMatching(".*up \\d+"));
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  private static char state(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", "" + pid, "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Test
  void a_program_that_handles_the_key_stops_itself_when_it_is_ready() throws Exception {
    String program =
        """
        import os, signal
        def stop(*_):
          print('screen cleared', flush=True)
          signal.signal(signal.SIGTSTP, signal.SIG_DFL)
          os.kill(os.getpid(), signal.SIGTSTP)
          signal.signal(signal.SIGTSTP, stop)
          print('screen drawn', flush=True)
        signal.signal(signal.SIGTSTP, stop)
        print('up', flush=True)
        print('got', input(), flush=True)
        """;
    Path file = Files.writeString(folder.resolve("-program"), program);
    type("$RUN python3 " + file + "; echo code $?");
    shell.awaitOutEnd("up");
    shell.type(CTRL_Z);
    shell.awaitOutWith("screen cleared");
    shell.awaitOutWith("[1]+  Stopped");
    shell.awaitOutWith("code 148");
    type("fg; echo code $?");
    shell.awaitOutWith("screen drawn");
    type("words");
    shell.awaitOutWith("got words");
    shell.awaitOutWith("code 0");
  }

  @Test
  void a_program_goes_on_in_the_background_and_comes_back() throws Exception {
    type(
        "$RUN sh -c 'echo up $$; trap \"echo told\" USR1; while :; do read -r x && echo got $x; done'");
    long program = number();
    shell.type(CTRL_Z);
    shell.awaitOutWith("[1]+  Stopped");
    type("bg; echo in the s''hell");
    shell.awaitOutWith("in the shell");
    Run.send("USR1", program);
    shell.awaitOutEnd("told");
    type("echo still in the s''hell");
    shell.awaitOutWith("still in the shell");
    type("fg");
    type("words");
    shell.awaitOutWith("got words");
  }

  @Test
  void a_program_can_start_in_the_background() throws Exception {
    type("$RUN sh -c 'echo up; read -r x; echo got $x' &");
    shell.awaitOutEnd("up");
    type("echo in the s''hell");
    shell.awaitOutWith("in the shell");
    type("fg; echo code $?");
    type("words");
    shell.awaitOutWith("got words");
    shell.awaitOutWith("code 0");
  }

  @Test
  void a_shell_inside_has_jobs_of_its_own() throws Exception {
    type("$RUN bash --norc --noprofile --noediting -i; echo outer code $?");
    type("echo inner $((1 + 1)) $OPENAI_API_KEY");
    shell.awaitOutWith("inner 2 [SECRET_REDACTED]");
    type("sleep 602");
    Wait.until(() -> descendants().anyMatch(each -> each.contains("sleep 602")));
    shell.type(CTRL_Z);
    shell.awaitOutWith("[1]+  Stopped");
    type("jobs; kill %1; exit 3");
    type("exit 3");
    shell.awaitOutWith("outer code 3");
  }

  private Stream<String> descendants() {
    return ProcessHandle.of(shell.pid())
        .orElseThrow()
        .descendants()
        .map(each -> each.info().commandLine().orElse(""));
  }

  @Test
  void a_pipe_before_it_keeps_its_keys_and_its_output_is_masked() throws Exception {
    type("echo words | $RUN sh -c 'cat; echo $OPENAI_API_KEY; test -t 1 || echo no t\"\"erminal'");
    shell.awaitOutEnd("words");
    shell.awaitOutWith("[SECRET_REDACTED]");
    shell.awaitOutWith("no terminal");
  }

  @Test
  void a_file_before_it_leaves_it_a_terminal_for_the_rest() throws Exception {
    type(
        "$RUN sh -c 'cat | tail -1; test -t 1 && echo a t\"\"erminal; read -r x </dev/tty; echo got $x'"
            + " </etc/passwd");
    shell.awaitOutWith("a terminal");
    type("words");
    shell.awaitOutWith("got words");
  }

  @Test
  void errors_that_go_to_a_file_are_masked_there() throws Exception {
    Path file = folder.resolve("-errors");
    type(
        "$RUN sh -c 'echo $OPENAI_API_KEY >&2; test -t 2 || echo no\"\"ne' 2>"
            + file
            + "; echo do''ne");
    shell.awaitOutWith("none");
    shell.awaitOutEnd("done");
    assertThat(file).content().contains("[SECRET_REDACTED]\n").doesNotContain("sk-one");
  }
}
