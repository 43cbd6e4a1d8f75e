package dev.claviger.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.Spaces;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.Token;
import dev.claviger.model.Disclosure;
import dev.claviger.model.Id;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.store.DatabaseSettings;
import dev.claviger.store.JdbcDatabase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/// An instance on a SQLite file, in this process, with 100 secrets in `default/production` and a
/// signed-in administrator. Values may leave on both planes.
final class Instance implements AutoCloseable {
  static final int SECRETS = 100;

  private static final Client HERE = new Client("127.0.0.1", "bench");
  private static final byte[] PASSWORD = "correct-Horse-battery-9-staple".getBytes(UTF_8);

  private final SecureRandom random = new SecureRandom();
  final Core core;
  private final byte[] token;

  /// @param folder empty, for the database and the witness file
  /// @param value of each secret
  Instance(Path folder, SecretValue value) {
    var settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    JdbcDatabase.migrate(settings);
    byte[] key = new byte[32];
    random.nextBytes(key);
    var provider = EnvironmentKeyProvider.of(Base64.getEncoder().encode(key), random);
    var database = new JdbcDatabase(settings);
    Clock clock = Clock.systemUTC();
    try (Token first = new FirstStart(database, provider, random, clock).run()) {
      InstanceKeys keys = JdbcDatabase.peek(settings).orElseThrow();
      var options =
          new Core.Options(
              "bench",
              folder.resolve("audit.witness"),
              "http://127.0.0.1:8421",
              Duration.ofHours(1),
              _ -> {},
              false,
              false);
      core = new Core(database, keys, provider, options, clock, random);
      token = signIn(first);
    }
    fill(value);
  }

  /// One of the 100.
  static SecretRef secret(int number) {
    return SecretRef.parse("claviger://default/production/SECRET_" + number);
  }

  /// A caller as each request makes one: the token is verified again.
  Caller caller(Plane plane) {
    return core.doorkeeper().authenticate(token, plane, HERE, Id.random(random));
  }

  private byte[] signIn(Token first) {
    var stranger = Caller.anonymous(Plane.MANAGEMENT, HERE, Id.random(random));
    try (SecretValue password = SecretValue.copyOf(PASSWORD);
        var opened = first.reveal(text -> core.sessions().signInFirst(stranger, text, password))) {
      return opened.token().reveal(bytes -> bytes.clone());
    }
  }

  private void fill(SecretValue value) {
    Caller admin = caller(Plane.MANAGEMENT);
    core.spaces().update(admin, SpaceName.DEFAULT, new Spaces.Edit(null, Disclosure.HTTP, null));
    for (int i = 0; i < SECRETS; i++) {
      core.changes().create(admin, secret(i), value, SecretEdit.NONE);
    }
  }

  @Override
  public void close() {
    core.close();
  }
}
