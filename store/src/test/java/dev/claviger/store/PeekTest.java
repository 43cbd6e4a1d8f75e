package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.InstanceKeys;
import dev.claviger.model.ClavigerException.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looking for keys before anything is opened for writing: a wrong master key changes no byte.
class PeekTest {
  @TempDir Path folder;
  Path file;
  DatabaseSettings settings;

  @BeforeEach
  void a_name_that_needs_care() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a b#c%41é;d&e"));
    file = odd.resolve("claviger.db");
    settings = DatabaseSettings.of("jdbc:sqlite:" + file);
  }

  @Test
  void finds_nothing_where_no_database_is_and_makes_none() {
    assertThat(JdbcDatabase.peek(settings)).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(JdbcDatabase.peek(DatabaseSettings.of("jdbc:sqlite:file:" + folder.resolve("x"))))
        .isEmpty();
  }

  @Test
  void finds_nothing_in_an_empty_database() throws IOException {
    Files.createFile(file);
    assertThat(JdbcDatabase.peek(settings)).isEmpty();
    assertThat(Files.size(file)).isZero();
    JdbcDatabase.migrate(settings);
    assertThat(JdbcDatabase.peek(settings)).isEmpty();
  }

  @Test
  void finds_the_keys_and_changes_no_byte() throws IOException {
    InstanceKeys keys = Rows.instance();
    JdbcDatabase.migrate(settings);
    try (var database = new JdbcDatabase(settings)) {
      database.commit(stores -> stores.keys().create(keys, Rows.NOW));
      assertUnchangedBy(keys); // while the newest rows are in the write-ahead log only
    }
    assertUnchangedBy(keys);
  }

  @Test
  void a_database_gets_keys_once() {
    JdbcDatabase.migrate(settings);
    InstanceKeys keys = Rows.instance();
    try (var database = new JdbcDatabase(settings)) {
      database.commit(stores -> stores.keys().create(keys, Rows.NOW));
      assertThatThrownBy(
              () -> database.commit(stores -> stores.keys().create(Rows.instance(), Rows.NOW)))
          .isInstanceOf(Conflict.class);
    }
    assertThat(JdbcDatabase.peek(settings).map(InstanceKeys::instance)).contains(keys.instance());
  }

  private void assertUnchangedBy(InstanceKeys keys) throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThat(JdbcDatabase.peek(settings).map(InstanceKeys::instance)).contains(keys.instance());
    assertThat(JdbcDatabase.peek(settings).map(InstanceKeys::check)).contains(keys.check());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
