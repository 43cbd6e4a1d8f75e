package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// F-6 and FT23: what a program finds is what it would find without us, whichever way it starts.
class WhatAProgramInheritsTest {
  /// How `run` starts programs.
  enum Way {
    EXECVE("never", "none", false),
    PIPE("always", "none", false),
    TERMINAL("always", "none", true),
    SUPERVISOR("never", "restart", false),
    SUPERVISOR_WITH_PIPE("always", "restart", false),
    SUPERVISOR_WITH_TERMINAL("always", "restart", true);

    private final String mask;
    private final String onChange;
    private final boolean onTerminal;

    Way(String mask, String onChange, boolean onTerminal) {
      this.mask = mask;
      this.onChange = onChange;
      this.onTerminal = onTerminal;
    }

    Run.Builder of(Path folder) {
      Run.Builder run = Run.of(folder).with("mask", mask).with("onChange", onChange);
      return onTerminal ? run.under(Screen.OF) : run;
    }
  }

  /// A caller with settings that nobody has by chance; it ends as what follows.
  private static final String[] ODD_CALLER = {
    "python3",
    "-c",
    """
    import os, resource, signal, sys
    resource.setrlimit(resource.RLIMIT_NOFILE, (333, 4321))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 7 * 4096))
    resource.setrlimit(resource.RLIMIT_STACK, (4 << 20, 5 << 20))
    os.umask(0o137)
    os.nice(3)
    os.chdir(sys.argv[1])
    signal.pthread_sigmask(signal.SIG_SETMASK, {14, 10, 38})
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.set_inheritable(os.dup2(os.open("/dev/null", os.O_RDONLY), 9), True)
    os.execvp(sys.argv[2], sys.argv[2:])
    """
  };

  private static final String TELL =
      """
    grep -v '^Max cpu time' /proc/$$/limits
    umask
    pwd -P
    nice
    ls /proc/self/fd
    exec grep -E '^Sig(Blk|Ign)' /proc/self/status
    """;

  @TempDir Path folder;
  private Path working;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    new SecretFolder(folder).write("OPENAI_API_KEY", 1, "sk-one-value");
    working = Files.createDirectory(folder.resolve("-work ing"));
  }

  private String[] caller() {
    return with(ODD_CALLER, working.toString());
  }

  private static String[] with(String[] words, String... more) {
    var all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /// What `words` write to the file `told` without us, and then with us.
  private List<String> told(Way way, Path told, String... words) throws Exception {
    assertThat(new ProcessBuilder(with(caller(), words)).start().waitFor()).isZero();
    String alone = Files.readString(told);
    Files.delete(told);
    try (Run run = way.of(folder).under(caller()).start(words)) {
      assertThat(run.exitCode()).as(run.output()).isZero();
    }
    return List.of(alone, Files.readString(told));
  }

  @ParameterizedTest
  @EnumSource
  void limits_umask_folder_descriptors_and_signals_are_the_callers(Way way) throws Exception {
    Path file = folder.resolve("-told"); // by bash, since dash unblocks signals when it starts
    List<String> told = told(way, file, "bash", "-c", "exec >\"$0\"; " + TELL, file.toString());
    assertThat(told.getFirst()).contains("333", "0137", "-work ing", "\n9");
    assertThat(signals(told.getFirst())).containsExactly("2000002200", "1");
    assertThat(signals(told.getLast())).containsExactly("2000002200", "1");
    assertThat(told.getLast().replaceAll("Sig.*", ""))
        .isEqualTo(told.getFirst().replaceAll("Sig.*", ""));
  }

  /// Without 32 and 33, which C libraries keep for themselves.
  private static List<String> signals(String lines) {
    return lines
        .lines()
        .filter(line -> line.matches("Sig(Blk|Ign).*"))
        .map(line -> Long.parseUnsignedLong(line.substring(line.indexOf(':') + 2), 16))
        .map(signals -> Long.toHexString(signals & ~0x1_8000_0000L))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void the_token_is_neither_in_its_environment_nor_to_be_read_from_ours(Way way) throws Exception {
    String search =
        """
        env
        parent=$(sed -n 's/^PPid:\t//p' /proc/$PPID/status)
        for process in $$ $PPID $parent; do
          for place in environ cmdline; do tr '\\0' '\\n' </proc/$process/$place; done
        done
        true
        """;
    try (Run run =
        way.of(folder)
            .variable("CLAVIGER_TOKEN", "clv_agt_planted")
            .variable("CLAVIGER_MASTER_KEY", "planted-key")
            .start("sh", "-c", search)) {
      assertThat(run.output()).contains("OPENAI_API_KEY=").doesNotContain("planted");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EXECVE", "PIPE", "TERMINAL"})
  void almost_two_mebibytes_of_secrets_arrive_and_more_are_refused(Way way) throws Exception {
    var secrets = new SecretFolder(folder);
    for (int i = 0; i < 15; i++) {
      secrets.write("LONG_" + i, 1, "x".repeat(128_000));
    }
    String[] program = {"sh", "-c", "env | wc -c"};
    try (Run run = way.of(folder).start(program)) {
      String count = run.awaitOutMatching("\\d{7}");
      assertThat(Integer.parseInt(count)).isBetween(15 * 128_000, 15 * 128_000 + 20_000);
    }
    secrets.write("LONG_15", 1, "x".repeat(131_000));
    secrets.write("LONG_16", 1, "x".repeat(131_000));
    try (Run run = way.of(folder).start(program)) {
      assertThat(run.exitCode()).isEqualTo(126);
      assertThat(run.output() + run.errors())
          .contains("longer than this system allows")
          .doesNotContainPattern("\\d{7}");
    }
  }
}
