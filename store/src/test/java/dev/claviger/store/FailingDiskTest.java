package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.Caller;
import dev.claviger.core.Plane;
import dev.claviger.core.audit.Verifier.Report;
import dev.claviger.model.ClavigerException.AuditUnavailable;
import dev.claviger.model.ClavigerException.NotFound;
import dev.claviger.model.Principal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk or a read-only database: nothing is lost, and nothing is disclosed unaudited.
class FailingDiskTest {
  private static final int MOST = 20_000;

  @TempDir Path folder;
  String url = "";
  TestInstance instance;
  Caller agent;
  boolean running = true;

  @BeforeEach
  void a_server_with_a_secret() {
    start(folder);
  }

  private void start(Path data) {
    url = "jdbc:sqlite:" + data.resolve("claviger.db");
    instance = new TestInstance(DatabaseSettings.of(url), data);
    instance.create("API_KEY", "sk-first-0123456789");
    agent = agent();
    read();
  }

  @AfterEach
  void stop() {
    if (running) {
      instance.close();
    }
  }

  @Test
  void a_database_that_cannot_grow_gives_no_value_and_loses_nothing() throws Exception {
    long pages = number("PRAGMA page_count");
    instance.restartAt(DatabaseSettings.of(url + "?max_page_count=" + (pages + 8)));
    long before = number("SELECT COUNT(*) FROM entry");
    long answered = readUntilRefused();
    assertRefusesEverything();
    assertThat(number("SELECT COUNT(*) FROM entry")).isEqualTo(before + answered);

    instance.restartAt(DatabaseSettings.of(url));
    read();
    assertVerifies();
  }

  @Test
  void a_full_disk_gives_no_value_and_loses_nothing_and_recovers_by_itself() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(mount(disk), "only who may mount has a disk to fill");
    try {
      instance.close();
      start(disk);
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      long before = number("SELECT COUNT(*) FROM entry");
      long answered = readUntilRefused();
      assertRefusesEverything();
      assertThat(number("SELECT COUNT(*) FROM entry")).isEqualTo(before + answered);

      Files.delete(ballast);
      read();
      assertVerifies();
    } finally {
      instance.close();
      running = false;
      run("umount", disk.toString());
    }
  }

  @Test
  void on_a_read_only_database_no_server_starts() {
    instance.core.close();
    var readOnly = url.replace("jdbc:sqlite:", "jdbc:sqlite:file:") + "?mode=ro";
    assertThatThrownBy(() -> instance.startAt(DatabaseSettings.of(readOnly)))
        .isInstanceOf(AuditUnavailable.class);
    instance.startAt(DatabaseSettings.of(url));
    read();
    assertVerifies();
  }

  private void assertRefusesEverything() {
    assertThatThrownBy(this::read).isInstanceOf(AuditUnavailable.class);
    assertThatThrownBy(() -> instance.create("OTHER", "swordfish"))
        .isInstanceOf(AuditUnavailable.class);
  }

  private void assertVerifies() {
    Report report = instance.core.audit().verify(instance.admin);
    assertThat(report.firstBroken()).isNull();
    assertThatThrownBy(
            () ->
                instance.core.secrets().describe(instance.admin, TestInstance.ref("OTHER"), false))
        .isInstanceOf(NotFound.class);
  }

  private Caller agent() {
    try (var made =
        instance
            .core
            .people()
            .createAgent(
                instance.admin, Principal.agent("ci"), TestInstance.PRODUCTION, Set.of(), null)) {
      return Objects.requireNonNull(made.token())
          .reveal(text -> instance.caller(text, Plane.SERVICE));
    }
  }

  private void read() {
    instance.core.values().read(agent, TestInstance.ref("API_KEY"), null).close();
  }

  private long readUntilRefused() {
    for (long answered = 0; answered < MOST; answered++) {
      try {
        read();
      } catch (AuditUnavailable full) {
        return answered;
      }
    }
    throw new AssertionError("the disk is larger than thought");
  }

  private long number(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      return found.getLong(1);
    }
  }

  private static boolean mount(Path folder) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException none) {
      return false;
    }
  }

  private static void fill(Path ballast) throws IOException {
    byte[] page = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException full) {
      assertThat(ballast).isNotEmptyFile();
    }
  }
}
