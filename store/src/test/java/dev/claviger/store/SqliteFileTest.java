package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.StoredSecret;
import dev.claviger.core.audit.Writer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// What SQLite does with our settings.
class SqliteFileTest {
  private static final int ENTRIES = 5_000;
  private static final int MOST_BYTES_EACH = 400;

  private final TestDatabase tables = TestDatabase.sqlite();

  @Test
  void a_commit_returns_after_the_flush_unless_the_url_says_otherwise() throws SQLException {
    assertThat(flushes("")).isTrue();
    assertThat(flushes("?synchronous=OFF")).isFalse();
    var off = DatabaseSettings.of(tables.settings().url() + "?synchronous=OFF");
    try (var database = new JdbcDatabase(off)) {
      database.commit(stores -> stores.keys().create(Rows.instance(), Rows.NOW));
    }
    assertThat(JdbcDatabase.peek(off)).isPresent();
  }

  @Test
  void an_entry_of_a_read_takes_less_than_400_bytes_with_its_indexes() {
    Writer writer = Rows.writer();
    StoredSecret secret = Rows.secret(Rows.space(), "OPENAI_API_KEY");
    try (JdbcDatabase database = StoreContract.started(tables)) {
      database.commit(stores -> stores.audit().append(Rows.entries(writer, secret, ENTRIES)));
    }
    long bytes = tables.number("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'entry%'");
    assertThat(bytes / ENTRIES).isLessThan(MOST_BYTES_EACH);
  }

  @Test
  void a_current_schema_is_recognised_by_the_newest_migration() {
    assertThat(tables.number("SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history"))
        .isEqualTo(Long.parseLong(Migrations.NEWEST));
  }

  private boolean flushes(String more) throws SQLException {
    var settings = DatabaseSettings.of(tables.settings().url() + more);
    try (Connection connection =
        DriverManager.getConnection(
            settings.url(), settings.login(Dialect.SQLITE.writerSettings()))) {
      return Dialect.SQLITE.flushesCommits(connection);
    }
  }
}
