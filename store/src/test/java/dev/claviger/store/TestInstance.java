package dev.claviger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.Sessions;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.Token;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An instance on a database of its own, with the user `admin` signed in.
final class TestInstance implements AutoCloseable {
  static final Scope PRODUCTION = Scope.parse("default/production");
  static final String PASSWORD = "correct-Horse-battery-9-staple";

  final SecureRandom random = new SecureRandom();
  private DatabaseSettings settings;
  private final Path folder;
  private final KeyProvider provider;
  Clock clock = Clock.systemUTC();
  Core core;
  final Caller admin;

  TestInstance(DatabaseSettings settings, Path folder) {
    this.settings = settings;
    this.folder = folder;
    JdbcDatabase.migrate(settings);
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.provider = EnvironmentKeyProvider.of(Base64.getEncoder().encode(key), random);
    var database = new JdbcDatabase(settings);
    try (database;
        Token first = new FirstStart(database, provider, random, Clock.systemUTC()).run()) {
      this.core = open(false);
      this.admin = signedIn(first);
    }
  }

  /// Stops, and starts again on the same database.
  void restart(boolean acceptCut) {
    core.close();
    core = open(acceptCut);
  }

  /// Stops, and starts again with other settings.
  void restartAt(DatabaseSettings other) {
    core.close();
    startAt(other);
  }

  /// Starts again with other settings, once stopped.
  void startAt(DatabaseSettings other) {
    settings = other;
    core = open(false);
  }

  /// Starts with the rows as they are, once stopped.
  void acceptRows() {
    core = open(false, true);
  }

  /// Another process works on the same database.
  void resetAdminBeside() {
    try (Core other = open(false)) {
      other.resetAdmin().close();
    }
  }

  Core open(boolean acceptCut) {
    return open(acceptCut, false);
  }

  private Core open(boolean acceptCut, boolean acceptRows) {
    InstanceKeys keys = JdbcDatabase.peek(settings).orElseThrow();
    var options =
        new Core.Options(
            "test",
            folder.resolve("audit.witness"),
            "http://127.0.0.1:8421",
            Duration.ofHours(12),
            _ -> {},
            acceptCut,
            acceptRows);
    return new Core(new JdbcDatabase(settings), keys, provider, options, clock, random);
  }

  private Caller signedIn(Token first) {
    try (SecretValue password = SecretValue.copyOf(PASSWORD.getBytes(UTF_8));
        Sessions.Opened session =
            first.reveal(
                text -> core.sessions().signInFirst(stranger(Plane.MANAGEMENT), text, password))) {
      return session.token().reveal(text -> caller(text, Plane.MANAGEMENT));
    }
  }

  Caller adminOnServicePlane() {
    return new Caller(
        admin.who(), admin.credential(), null, Plane.SERVICE, client(), Id.random(random), null);
  }

  Caller caller(byte @Nullable [] token, Plane plane) {
    return core.doorkeeper().authenticate(token, plane, client(), Id.random(random));
  }

  Caller stranger(Plane plane) {
    return Caller.anonymous(plane, client(), Id.random(random));
  }

  static SecretRef ref(String name) {
    return new SecretRef(PRODUCTION, new SecretName(name));
  }

  static SecretValue value(String text) {
    return SecretValue.copyOf(text.getBytes(UTF_8));
  }

  void create(String name, String text) {
    try (SecretValue value = value(text)) {
      core.changes().create(admin, ref(name), value, SecretEdit.NONE);
    }
  }

  private static Client client() {
    return new Client("127.0.0.1", "test");
  }

  @Override
  public void close() {
    core.close();
  }
}
