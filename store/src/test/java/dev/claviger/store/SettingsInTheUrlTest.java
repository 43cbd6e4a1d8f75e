package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the URL of a database says goes before what every connection gets.
class SettingsInTheUrlTest {
  private static final int OFF = 0;
  private static final int FULL = 2;

  @TempDir Path folder;

  @Test
  void commits_are_flushed_unless_the_url_says_otherwise() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("claviger.db");
    assertThat(synchronous(url)).isEqualTo(FULL);
    assertThat(synchronous(url + "?synchronous=OFF")).isEqualTo(OFF);
    assertThat(synchronous(url + "?busy_timeout=1&synchronous=OFF")).isEqualTo(OFF);
  }

  private static int synchronous(String url) throws SQLException {
    var settings = DatabaseSettings.of(url);
    try (var connection =
            DriverManager.getConnection(url, settings.login(settings.dialect().settings()));
        var statement = connection.createStatement();
        var found = statement.executeQuery("PRAGMA synchronous")) {
      found.next();
      return found.getInt(1);
    }
  }
}
