package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.cli.frame.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--files`: values in a private folder, replaced in one step (I11; SECURITY P-3).
class DeliveringFilesTest {
  @TempDir Path folder;
  private SecretFolder secrets;
  private Path runtime;
  private Path memory;

  @BeforeEach
  void there_is_a_secret() throws IOException {
    secrets = new SecretFolder(folder);
    secrets.write("API_KEY", 1, "sk-one");
    runtime = Files.createDirectories(folder.resolve("-runtime"));
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "test-of-files-");
  }

  @AfterEach
  void nothing_is_left_in_memory() throws IOException {
    try (Stream<Path> all = Files.walk(memory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private Run.Builder run() {
    return Run.of(folder).with("files", "").variable("XDG_RUNTIME_DIR", memory.toString());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> entries(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    }
  }

  @Nested
  class A_program {
    @Test
    void finds_the_path_in_NAME_FILE_and_no_value_in_its_environment() throws Exception {
      secrets.write("EMPTY", 1, "");
      secrets.write(SecretFolder.SCOPE, "BYTES", 1, new byte[] {0, -1, '\n', 'x'});
      secrets.write("LONG", 1, "x".repeat(300_000));
      String program =
          "env | grep -a 'sk-\\|API_KEY='; cat $API_KEY_FILE; echo; wc -c <$EMPTY_FILE;"
              + " od -An -tx1 $BYTES_FILE; wc -c <$LONG_FILE; echo $API_KEY_FILE; read -r x";
      Path file;
      try (Run run = run().variable("API_KEY", "inherited").start("sh", "-c", program)) {
        file = Path.of(run.awaitOut("/"));
        assertThat(permissions(file)).isEqualTo("r--------");
        assertThat(permissions(file.resolveSibling(""))).isEqualTo("rwx------");
        assertThat(Files.getFileStore(file).type()).isEqualTo("tmpfs");
        run.type("\n");
        assertThat(run.exitCode()).isZero();
        assertThat(run.output().lines().map(String::strip).toList())
            .containsExactly("sk-one", "0", "00 ff 0a 78", "300000", file.toString());
        assertThat(run.notices()).hasSize(1);
      }
      assertThat(file.resolveSibling("")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "always"})
    void has_exit_code_and_signals_as_ever(String mask) throws Exception {
      String program =
          "trap 'cat $API_KEY_FILE; exit 9' TERM; echo up; while :; do read -r x; done";
      try (Run run = run().with("mask", mask).start("sh", "-c", program)) {
        run.awaitOut("up");
        run.signal("TERM");
        assertThat(run.exitCode()).isEqualTo(9);
        assertThat(run.output())
            .endsWith(mask.equals("always") ? "[SECRET_REDACTED]" : "sk-one")
            .doesNotEndWith(mask.equals("always") ? "sk-one" : "[SECRET_REDACTED]");
      }
    }

    @Test
    void gets_other_names_as_it_would_for_variables() throws Exception {
      secrets.write("B", 1, "value-of-b");
      try (Run run =
          run()
              .with("prefix", "APP_")
              .with("rename", "B=PGPASS")
              .start("sh", "-c", "cat $APP_API_KEY_FILE $PGPASS_FILE; basename $PGPASS_FILE")) {
        assertThat(run.output()).isEqualTo("sk-onevalue-of-bPGPASS");
      }
    }

    @Test
    void is_not_started_where_the_variable_would_be_dangerous() throws Exception {
      secrets.write("SSL_CERT", 1, "x");
      secrets.write("LD_PRELOAD", 1, "x"); // as a file it is harmless: LD_PRELOAD_FILE
      try (Run run = run().start("echo", "started")) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("SSL_CERT_FILE could make", "--except SSL_CERT,");
      }
    }
  }

  @Nested
  class A_new_value {
    @Test
    void is_in_the_file_when_the_signal_comes() throws Exception {
      String program =
          """
          import os, signal
          def told(*_): print(open(os.environ["API_KEY_FILE"]).read(), flush=True)
          signal.signal(signal.SIGUSR1, told)
          print("up", flush=True)
          while True: signal.pause()
          """;
      try (Run run = run().with("onChange", "signal:USR1").start("python3", "-c", program)) {
        run.awaitOut("up");
        for (int version = 2; version < 5; version++) {
          secrets.write("API_KEY", version, "sk-" + version);
          run.awaitOut("sk-" + version);
        }
      }
    }

    @Test
    void is_never_seen_in_part() throws Exception {
      String program =
          """
          import os, sys
          seen = set()
          while b"9" not in seen:
            with open(os.environ["API_KEY_FILE"], "rb") as f: value = f.read()
            assert len(value) == 200000 and len(set(value)) == 1, value[:50]
            if value[:1] not in seen:
              seen.add(value[:1])
              print(value[:1].decode(), flush=True)
          """;
      secrets.write("API_KEY", 1, "1".repeat(200_000));
      try (Run run = run().with("onChange", "signal:USR1").start("python3", "-c", program)) {
        for (int version = 1; version <= 9; version++) {
          secrets.write("API_KEY", version, Integer.toString(version).repeat(200_000));
          run.awaitOut(Integer.toString(version));
        }
        assertThat(run.exitCode()).isZero();
      }
    }

    @Test
    void appears_and_goes_with_its_secret() throws Exception {
      String program = "dirname $API_KEY_FILE; while :; do read -r x || exit 0; done";
      try (Run run = run().with("onChange", "signal:USR1").start("sh", "-c", program)) {
        Path files = Path.of(run.awaitOut("/"));
        secrets.write("LATER", 1, "x");
        run.awaitErr("LATER is now version 1");
        secrets.remove("API_KEY");
        run.awaitErr("API_KEY is gone");
        secrets.write("LAST", 1, "y");
        run.awaitErr("LAST is now version 1");
        assertThat(files.resolve("LATER")).hasContent("x");
        assertThat(files.resolve("API_KEY")).doesNotExist();
      }
    }
  }

  @Nested
  class A_named_folder {
    private String refused(Path path) {
      var failure = catchThrowableOfType(CommandFailure.class, () -> FileFolder.at(path).close());
      assertThat(failure).as("not refused").isNotNull();
      return failure.getMessage();
    }

    @Test
    void is_made_and_goes_with_us() throws Exception {
      Path named = runtime.resolve("named");
      try (Run run =
          run().with("files", named.toString()).start("sh", "-c", "echo $API_KEY_FILE")) {
        assertThat(run.output()).isEqualTo(named.resolve("API_KEY").toString());
        assertThat(run.errors()).contains("warning: " + named + " is on a disk");
      }
      assertThat(named).doesNotExist();
    }

    @Test
    void stays_where_it_was_there() throws Exception {
      Path named = Files.createDirectory(runtime.resolve("named"));
      Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rwx------"));
      try (Run run = run().with("files", named.toString()).start("sh", "-c", "cat $API_KEY_FILE")) {
        assertThat(run.output()).isEqualTo("sk-one");
      }
      assertThat(entries(named)).isEmpty();
    }

    @Test
    void is_refused_where_it_is_not_ours_alone() throws Exception {
      Path open = Files.createDirectory(runtime.resolve("open"));
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
      assertThat(refused(open)).contains("is open to others");
      Path full = Files.createDirectory(runtime.resolve("full"));
      Files.setPosixFilePermissions(full, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(full.resolve("API_KEY"), "mine");
      assertThat(refused(full)).contains("is not empty");
      assertThat(full.resolve("API_KEY")).hasContent("mine");
      Path link = Files.createSymbolicLink(runtime.resolve("link"), full);
      assertThat(refused(link)).contains("is not a folder");
      Path file = Files.writeString(runtime.resolve("file"), "");
      assertThat(refused(file)).contains("is not a folder");
      try (FileFolder folder = FileFolder.at(runtime.resolve("used"))) {
        assertThat(refused(folder.path())).contains("is in use by another run");
      }
    }
  }

  @Nested
  class A_link_in_the_way {
    @Test
    void is_replaced_and_not_followed() throws Exception {
      Path target = Files.writeString(runtime.resolve("target"), "untouched");
      Path path = runtime.resolve("files");
      try (FileFolder files = FileFolder.at(path)) {
        Files.createSymbolicLink(path.resolve("API_KEY"), target);
        files.replace("API_KEY", "secret".getBytes(UTF_8));
        assertThat(Files.isSymbolicLink(path.resolve("API_KEY"))).isFalse();
        assertThat(path.resolve("API_KEY")).hasContent("secret");
        Files.createSymbolicLink(path.resolve(".OTHER"), target);
        assertThatThrownBy(() -> files.replace("OTHER", "secret".getBytes(UTF_8)))
            .isInstanceOf(IOException.class);
        Files.delete(path.resolve(".OTHER"));
      }
      assertThat(target).hasContent("untouched");
    }

    @Test
    void leads_nothing_elsewhere_where_the_folder_itself_is_exchanged() throws Exception {
      Path path = runtime.resolve("files");
      Path elsewhere = Files.createDirectory(runtime.resolve("elsewhere"));
      try (FileFolder files = FileFolder.at(path)) {
        Files.move(path, runtime.resolve("moved"));
        Files.createSymbolicLink(path, elsewhere);
        files.replace("API_KEY", "secret".getBytes(UTF_8));
        assertThat(entries(elsewhere)).isEmpty();
        assertThat(runtime.resolve("moved/API_KEY")).hasContent("secret");
      }
      assertThat(entries(runtime.resolve("moved"))).isEmpty();
    }
  }

  @Nested
  class What_a_killed_run_left_behind {
    private Path killed(String... files) throws Exception {
      Run.Builder builder = run();
      if (files.length > 0) {
        builder.with("files", files[0]);
      }
      try (Run run = builder.start("sh", "-c", "dirname $API_KEY_FILE; read -r x")) {
        Path left = Path.of(run.awaitOut("/"));
        run.signal("KILL");
        run.exitCode();
        assertThat(left.resolve("API_KEY")).exists();
        return left;
      }
    }

    @Test
    void is_removed_by_a_later_one() throws Exception {
      Path left = killed();
      FileFolder.create(memory.toString()).close();
      assertThat(left).as("perhaps still being made").exists();
      Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      FileFolder.create(memory.toString()).close();
      assertThat(left).doesNotExist();
    }

    @Test
    void is_taken_over_where_the_folder_was_named() throws Exception {
      Path named = killed(runtime.resolve("named").toString());
      try (FileFolder folder = FileFolder.at(named)) {
        assertThat(folder.path().resolve("API_KEY")).doesNotExist();
      }
    }

    @Test
    void is_left_alone_while_its_run_lives_or_where_it_is_a_link() throws Exception {
      try (FileFolder living = FileFolder.create(memory.toString())) {
        Path path = living.path();
        Path mine = Files.createDirectories(runtime.resolve("mine"));
        Files.writeString(mine.resolve(".claviger-lock"), "");
        Files.writeString(mine.resolve("precious"), "");
        Path link = Path.of(path + "-link");
        Files.createSymbolicLink(link, mine);
        var old = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(path, old);
        Files.setLastModifiedTime(mine, old);
        try {
          FileFolder.create(memory.toString()).close();
        } finally {
          Files.delete(link);
        }
        assertThat(path).exists();
        assertThat(mine.resolve("precious")).exists();
      }
    }
  }
}
