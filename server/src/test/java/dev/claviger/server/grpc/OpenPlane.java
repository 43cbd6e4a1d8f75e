package dev.claviger.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.Token;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.server.http.Sockets;
import dev.claviger.store.DatabaseSettings;
import dev.claviger.store.JdbcDatabase;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A service plane on a SQLite database of its own, with the user `admin` signed in.
final class OpenPlane implements AutoCloseable {
  static final Scope PRODUCTION = Scope.parse("default/production");

  final SecureRandom random = new SecureRandom();
  final Core core;
  final Caller admin;
  final String adminToken;
  final WebServer server;

  OpenPlane(Path folder) {
    var settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    JdbcDatabase.migrate(settings);
    byte[] key = new byte[32];
    random.nextBytes(key);
    var provider = EnvironmentKeyProvider.of(Base64.getEncoder().encode(key), random);
    var database = new JdbcDatabase(settings);
    try (Token first = new FirstStart(database, provider, random, Clock.systemUTC()).run()) {
      InstanceKeys keys = JdbcDatabase.peek(settings).orElseThrow();
      var options =
          new Core.Options(
              "test", folder.resolve("witness"), "", Duration.ofHours(12), _ -> {}, false, false);
      core = new Core(database, keys, provider, options, Clock.systemUTC(), random);
      adminToken = signedIn(first);
    }
    admin = caller(adminToken);
    server = started();
  }

  private String signedIn(Token first) {
    var stranger = Caller.anonymous(Plane.MANAGEMENT, client(), Id.random(random));
    try (SecretValue password = value("correct-Horse-battery-9-staple");
        var session = first.reveal(text -> core.sessions().signInFirst(stranger, text, password))) {
      return text(session.token());
    }
  }

  private WebServer started() {
    var builder = WebServer.builder().host("127.0.0.1").port(0);
    Sockets.configure(builder, Optional.empty(), random);
    builder.shutdownGracePeriod(Duration.ofMillis(100));
    ServicePlane.open(core, core.doorkeeper()::authenticate, random)
        .on(builder, HttpRouting.builder());
    return builder.build().start();
  }

  private Caller caller(String token) {
    return core.doorkeeper()
        .authenticate(token.getBytes(UTF_8), Plane.MANAGEMENT, client(), Id.random(random));
  }

  private static Client client() {
    return new Client("127.0.0.1", "test");
  }

  void create(String name, String value) {
    try (SecretValue secret = value(value)) {
      core.changes().create(admin, ref(name), secret, SecretEdit.NONE);
    }
  }

  void rotate(String name, String value) {
    try (SecretValue secret = value(value)) {
      core.changes().rotate(admin, ref(name), secret, Duration.ofDays(7));
    }
  }

  void disable(String name) {
    var edit = new SecretEdit(null, null, false, null, true);
    core.changes().edit(admin, ref(name), edit, null);
  }

  /// A new agent's token.
  String agent(String name) {
    try (var made =
        core.people().createAgent(admin, Principal.agent(name), PRODUCTION, Set.of(), null)) {
      return text(Objects.requireNonNull(made.token()));
    }
  }

  void revoke(String token) {
    try (Token parsed = Token.parse(token).orElseThrow()) {
      core.tokens().revoke(admin, parsed.id());
    }
  }

  static SecretRef ref(String name) {
    return new SecretRef(PRODUCTION, new SecretName(name));
  }

  private static SecretValue value(String text) {
    return SecretValue.copyOf(text.getBytes(UTF_8));
  }

  private static String text(Token token) {
    return token.reveal(bytes -> new String(bytes, UTF_8));
  }

  @Override
  public void close() {
    server.stop();
    core.close();
  }
}
