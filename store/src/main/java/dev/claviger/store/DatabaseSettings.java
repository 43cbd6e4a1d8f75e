package dev.claviger.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Where the database is and who we are there.
///
/// @param url such as `jdbc:sqlite:/var/lib/claviger/claviger.db`
/// @param user null where the URL or the database needs none
/// @param password null where none is needed
/// @param ownerUrl used by migrations only; null = `url`
public record DatabaseSettings(
    String url, @Nullable String user, @Nullable String password, @Nullable String ownerUrl) {

  /// A database that needs no user.
  public static DatabaseSettings of(String url) {
    return new DatabaseSettings(url, null, null, null);
  }

  Dialect dialect() {
    return Dialect.of(url);
  }

  /// `settings` with the login. What the URL says itself is left out: it would not win.
  Properties login(Properties settings) {
    settings
        .keySet()
        .removeIf(name -> url.contains("?" + name + "=") || url.contains("&" + name + "="));
    if (user != null) {
      settings.setProperty("user", user);
    }
    if (password != null) {
      settings.setProperty("password", password);
    }
    return settings;
  }

  /// That this database failed. It is named by its file, never by its URL.
  StoreException failure(SQLException cause) {
    Path file = dialect().file(url);
    return new StoreException(file == null ? "the database" : "the database " + file, cause);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + dialect() + "]";
  }
}
