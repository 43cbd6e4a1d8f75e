package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.AuditTruncated;
import dev.claviger.core.SecretReader.SecretFilter;
import dev.claviger.core.audit.Verifier.Report;
import dev.claviger.core.audit.Witness;
import dev.claviger.core.audit.Witness.Seen;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// I8: nobody changes the record quietly, not even who can write the database.
class AuditIntegrityTest {
  @TempDir Path folder;
  String url = "";
  TestInstance instance;

  @BeforeEach
  void a_server_with_a_history() {
    url = "jdbc:sqlite:" + folder.resolve("claviger.db");
    instance = new TestInstance(DatabaseSettings.of(url), folder);
    for (int i = 0; i < 5; i++) {
      instance.create("SECRET_" + i, "value-" + i);
    }
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  @Test
  void the_database_refuses_to_change_or_delete_an_entry() {
    assertThatThrownBy(() -> execute("UPDATE entry SET action = 'LIST'"))
        .hasMessageContaining("never changed");
    assertThatThrownBy(() -> execute("DELETE FROM entry")).hasMessageContaining("never deleted");
  }

  @Test
  void verify_finds_an_unbroken_chain_after_restarts() {
    instance.restart(false);
    instance.restart(false);
    Report report = verify();
    assertThat(report.ok()).isTrue();
    assertThat(report.chains()).isEqualTo(3);
  }

  @Test
  void verify_names_the_first_entry_that_was_changed() throws SQLException {
    withoutTriggers("UPDATE entry SET name = 'SECRET_9' WHERE seq = 4");
    assertBroken(4, "changed");
  }

  @Test
  void verify_names_the_first_entry_that_is_missing() throws SQLException {
    withoutTriggers("DELETE FROM entry WHERE seq = 3");
    assertBroken(3, "missing");
  }

  @Test
  void verify_sees_a_missing_tail() throws SQLException {
    instance.restart(false); // the witness saw how far the first chain went
    withoutTriggers(
        "DELETE FROM entry WHERE chain = 1"
            + " AND seq > (SELECT MAX(seq) - 2 FROM entry last WHERE last.chain = 1)");
    Report report = verify();
    assertThat(report.ok()).isFalse();
    assertThat(report.firstBroken()).extracting("reason").isEqualTo("truncated");
  }

  /// What views and filters show of calls about several secrets follows from the entries.
  @Test
  void verify_names_an_entry_whose_pairs_are_kept_otherwise() throws SQLException {
    var plane = instance.adminOnServicePlane();
    instance.core.values().readAll(plane, TestInstance.PRODUCTION, List.of(), null, 10).close();
    instance.core.sweeps().countAllUses();
    assertThat(verify().ok()).isTrue();
    execute("UPDATE entry_secret SET version = 9 WHERE name = 'SECRET_3'");
    assertThat(verify().firstBroken()).extracting("reason").isEqualTo("misindexed");
    execute("DELETE FROM entry_secret");
    assertThat(verify().firstBroken()).extracting("reason").isEqualTo("misindexed");
    execute("DELETE FROM entry_counted");
    execute("DELETE FROM secret_use");
    instance.restart(false);
    instance.core.sweeps().countAllUses(); // all of it is made again
    assertThat(verify().ok()).isTrue();
    try (var page = instance.core.secrets().list(instance.admin, everything(), 10, false)) {
      assertThat(page.secrets()).allMatch(one -> one.use() != null && one.use().count() == 1);
    }
  }

  @Test
  void a_start_on_a_shorter_chain_is_refused_until_the_cut_is_accepted() throws SQLException {
    instance.core.close();
    withoutTriggers("DELETE FROM entry WHERE seq > (SELECT MAX(seq) - 2 FROM entry last)");
    Seen seen = Witness.open(folder.resolve("audit.witness")).seen().getLast();
    assertThatThrownBy(() -> instance.open(false))
        .isInstanceOf(AuditTruncated.class)
        .hasMessageContaining("the witness file saw entry " + seen.seq())
        .hasMessageContaining("with the link " + seen.link())
        .hasMessageContaining("the database has entry " + (seen.seq() - 2) + " with the link ")
        .hasMessageContaining("claviger server accept-cut");
    instance.core = instance.open(true);
    instance.restart(false);
    Report report = verify();
    assertThat(report.ok()).isTrue();
    assertThat(report.cuts()).hasSize(1);
  }

  private static SecretFilter everything() {
    return SecretFilter.of(TestInstance.PRODUCTION.space(), TestInstance.PRODUCTION.environment());
  }

  private void assertBroken(long seq, String reason) {
    Report report = verify();
    assertThat(report.ok()).isFalse();
    assertThat(report.firstBroken()).extracting("seq").isEqualTo(seq);
    assertThat(report.firstBroken()).extracting("reason").isEqualTo(reason);
  }

  private Report verify() {
    return instance.core.audit().verify(instance.admin);
  }

  private void withoutTriggers(String sql) throws SQLException {
    execute("DROP TRIGGER entry_is_never_changed");
    execute("DROP TRIGGER entry_is_never_deleted");
    execute(sql);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 2000");
      statement.execute(sql);
    }
  }
}
