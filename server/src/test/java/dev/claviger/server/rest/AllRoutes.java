package dev.claviger.server.rest;

import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.crypto.FileKeyProvider;
import dev.claviger.server.config.ServerSettings.Environment;
import dev.claviger.server.config.SettingsReader;
import dev.claviger.server.http.ServerFacts;
import dev.claviger.store.DatabaseSettings;
import dev.claviger.store.JdbcDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The routes of a real plane, which is never listened to.
final class AllRoutes {
  private AllRoutes() {}

  /// @param folder an empty one
  static List<Route> of(Path folder) {
    var random = new SecureRandom();
    var clock = Clock.systemUTC();
    var settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    JdbcDatabase.migrate(settings);
    var provider = FileKeyProvider.createIfAbsent(folder.resolve("master-key.json"), random, clock);
    var database = new JdbcDatabase(settings);
    new FirstStart(database, provider, random, clock).run().close();
    InstanceKeys keys = JdbcDatabase.peek(settings).orElseThrow();
    var options =
        new Core.Options(
            "test",
            folder.resolve("audit.witness"),
            "http://127.0.0.1:1",
            Duration.ofHours(1),
            _ -> {},
            false,
            false);
    try (var core = new Core(database, keys, provider, options, clock, random)) {
      return RestPlane.open(core, new SealedEntrance(), report(folder), clock, random).routes();
    }
  }

  private static ServerReport report(Path folder) {
    var settings = new SettingsReader(Map.of(), folder, "tester").settings();
    var facts = new ServerFacts(false, "test", "", "", Environment.DEVELOPMENT);
    return new ServerReport(facts, settings, List::of);
  }
}
