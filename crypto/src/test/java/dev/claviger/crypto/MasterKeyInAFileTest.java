package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.claviger.model.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// F11: the key file is made once, private, never replaced, and keeps earlier keys.
class MasterKeyInAFileTest {
  static final Id INSTANCE = new Id("00112233445566778899aabbccddeeff");
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

  final SecureRandom random = new SecureRandom();
  @AutoClose final RootKey root = RootKey.generate(random);
  @TempDir Path folder;
  Path file = Path.of("set before each");

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("master-key.json");
  }

  @Nested
  class When_there_is_none {
    @Test
    void it_is_made_for_its_owner_alone() throws IOException {
      FileKeyProvider made = create();
      assertThat(made.name()).isEqualTo("file");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file))
          .contains("\"format\" : 1", "\"created_at\" : \"2026-11-25T12:00:00Z\"");
    }

    @Test
    void nothing_else_is_left_in_its_folder() throws IOException {
      create();
      assertThat(filesIn(folder)).containsExactly(file);
    }

    @Test
    void what_was_wrapped_opens_after_the_next_start() {
      WrappedKey wrapped = create().wrap(root, INSTANCE);
      try (RootKey again = open().unwrap(wrapped, INSTANCE)) {
        assertThat(again.checkValue()).isEqualTo(root.checkValue());
      }
    }

    @Test
    void opening_it_names_the_file_and_makes_none() throws IOException {
      var missing = catchThrowableOfType(MasterKeyInvalid.class, MasterKeyInAFileTest.this::open);
      assertThat(missing.code()).isEqualTo("master_key_not_found");
      assertThat(missing.getMessage()).startsWith(file + " does not exist");
      assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void a_folder_that_is_not_there_is_an_error() {
      Path nowhere = folder.resolve("missing/master-key.json");
      assertThatThrownBy(() -> FileKeyProvider.createIfAbsent(nowhere, random, CLOCK))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(nowhere + " cannot be written");
    }

    @Test
    void of_many_that_start_at_once_all_use_the_same_key() throws Exception {
      var all = new CountDownLatch(16);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<String>> keys =
            IntStream.range(0, 16).mapToObj(_ -> threads.submit(() -> keyMadeWith(all))).toList();
        for (Future<String> key : keys) {
          assertThat(key.get()).isEqualTo(keys.getFirst().get());
        }
      }
      assertThat(filesIn(folder)).containsExactly(file);
    }

    private String keyMadeWith(CountDownLatch all) throws InterruptedException {
      all.countDown();
      all.await();
      return MasterKey.idOf(create().wrap(root, INSTANCE));
    }
  }

  @Nested
  class When_there_is_one {
    @Test
    void it_is_used_and_never_replaced() throws IOException {
      WrappedKey wrapped = create().wrap(root, INSTANCE);
      byte[] before = Files.readAllBytes(file);
      create().unwrap(wrapped, INSTANCE).close();
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---", "rwxrwxrwx"})
    void one_that_others_can_use_is_refused_and_not_repaired(String mode) throws IOException {
      create();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertInvalid(" can be used by others (" + mode + "); ");
      assertThatThrownBy(MasterKeyInAFileTest.this::create).isInstanceOf(MasterKeyInvalid.class);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rwx------"})
    void one_that_only_its_owner_can_use_is_accepted(String mode) throws IOException {
      create();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThat(open().name()).isEqualTo("file");
    }

    @Test
    void one_of_another_user_is_refused() throws IOException {
      assumeTrue(new UnixSystem().getUid() == 0, "only root can give a file away");
      create();
      Files.setAttribute(file, "unix:uid", 12_345);
      assertInvalid(" belongs to another user");
    }

    @Test
    void a_symbolic_link_is_not_followed() throws IOException {
      create();
      Path real = Files.move(file, folder.resolve("real.json"));
      Files.createSymbolicLink(file, real);
      assertInvalid(" is no regular file; symbolic links are not followed");
      assertThatThrownBy(MasterKeyInAFileTest.this::create).isInstanceOf(MasterKeyInvalid.class);
    }

    @Test
    void a_symbolic_link_to_nothing_is_not_written_through() throws IOException {
      Path target = folder.resolve("target.json");
      Files.createSymbolicLink(file, target);
      assertThatThrownBy(MasterKeyInAFileTest.this::create).isInstanceOf(MasterKeyInvalid.class);
      assertThat(target).doesNotExist();
    }

    @Test
    void a_folder_of_its_name_is_refused() throws IOException {
      Files.createDirectory(file);
      assertInvalid(" is no regular file");
    }

    @Test
    void a_huge_one_is_not_read() throws IOException {
      write(" ".repeat(PrivateFile.MAX_BYTES + 1));
      assertInvalid(" is larger than 65536 bytes");
    }
  }

  @Nested
  class What_stands_in_it {
    static final String KEY = "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nU=";
    final String entry = entry(KEY, new MasterKey(Base64.getDecoder().decode(KEY)).id());

    @Test
    void an_earlier_key_still_opens_and_the_current_one_wraps() throws IOException {
      create();
      WrappedKey old = open().wrap(root, INSTANCE);
      String former = current(Files.readString(file));
      write("{\"format\":1,\"current\":" + entry + ",\"previous\":[" + former + "]}");
      FileKeyProvider both = open();
      both.unwrap(old, INSTANCE).close();
      WrappedKey next = both.wrap(root, INSTANCE);
      assertThat(MasterKey.idOf(next)).isNotEqualTo(MasterKey.idOf(old));
      both.unwrap(next, INSTANCE).close();
    }

    @Test
    void a_file_of_another_database_is_the_wrong_key() throws IOException {
      WrappedKey wrapped = create().wrap(root, INSTANCE);
      Files.delete(file);
      FileKeyProvider other = create();
      assertThatThrownBy(() -> other.unwrap(wrapped, INSTANCE))
          .isInstanceOf(WrongMasterKey.class)
          .hasMessage(
              "this database needs the master key "
                  + MasterKey.idOf(wrapped)
                  + ", which is not in "
                  + file
                  + "; put the right file back from your backup");
    }

    @Test
    void anything_malformed_is_refused_and_never_repeated() throws IOException {
      String marker = KEY.substring(4, 20);
      String id = new MasterKey(Base64.getDecoder().decode(KEY)).id();
      List<String> malformed =
          List.of(
              "",
              "{",
              KEY,
              "[" + entry + "]",
              "{}",
              "{\"format\":1}",
              "{\"format\":1,\"current\":\"" + KEY + "\"}",
              "{\"format\":2,\"current\":" + entry + ",\"previous\":[]}",
              "{\"current\":" + entry + ",\"previous\":[]}",
              "{\"format\":1,\"current\":" + entry + ",\"" + KEY + "\":1}",
              "{\"format\":1,\"current\":" + entry + ",\"previous\":" + entry + "}",
              "{\"format\":1,\"current\":" + entry + ",\"previous\":[\"" + KEY + "\"]}",
              "{\"format\":1,\"current\":" + entry + ",\"current\":" + entry + "}",
              "{\"format\":1,\"current\":" + entry + "} " + KEY,
              "{\"format\":1,\"current\":" + entry + "}{}",
              "{\"format\":1,\"current\":" + entry(KEY, "0123456789abcdef") + "}",
              "{\"format\":1,\"current\":" + entry(KEY + "!", id) + "}",
              "{\"format\":1,\"current\":" + entry(KEY.substring(0, 40), id) + "}",
              "{\"format\":1,\"current\":" + entry.replace("2026", KEY) + "}",
              "{\"format\":1,\"current\":" + entry.replace("created_at", KEY) + "}",
              "{\"format\":1,\"current\":{\"id\":\"" + id + "\",\"key\":\"" + KEY + "\"}}",
              "{\"format\":1,\"current\":{\"key\":[\"" + KEY + "\"]}}",
              "{\"format\":1,\"current\":" + entry);
      for (String content : malformed) {
        write(content);
        var refused = catchThrowableOfType(MasterKeyInvalid.class, MasterKeyInAFileTest.this::open);
        assertThat(refused.code()).isEqualTo("master_key_invalid");
        assertThat(refused.getMessage())
            .startsWith(file.toString())
            .endsWith("; put it back from your backup")
            .doesNotContain(marker);
        assertThat(refused.getCause()).isNull();
      }
    }

    @Test
    void unreadable_content_is_used_and_never_replaced() throws IOException {
      write("");
      assertThatThrownBy(MasterKeyInAFileTest.this::create).isInstanceOf(MasterKeyInvalid.class);
      assertThat(file).isEmptyFile();
    }

    private static String entry(String key, String id) {
      return "{\"id\":\""
          + id
          + "\",\"created_at\":\"2026-01-01T00:00:00Z\",\"key\":\""
          + key
          + "\"}";
    }

    private static String current(String json) {
      int from = json.indexOf('{', 1);
      return json.substring(from, json.indexOf('}') + 1);
    }
  }

  private FileKeyProvider create() {
    return FileKeyProvider.createIfAbsent(file, random, CLOCK);
  }

  private FileKeyProvider open() {
    return FileKeyProvider.open(file, random);
  }

  private void write(String content) throws IOException {
    Files.deleteIfExists(file);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.write(Files.createFile(file, mode), content.getBytes(UTF_8));
  }

  private void assertInvalid(String message) {
    assertThatThrownBy(this::open)
        .isInstanceOf(MasterKeyInvalid.class)
        .hasMessageStartingWith(file + message);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
