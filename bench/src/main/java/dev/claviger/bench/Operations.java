package dev.claviger.bench;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.FetchedSecret;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.core.ShownSecrets;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.Token;
import dev.claviger.model.EnvironmentName;
import dev.claviger.model.Id;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.SpaceName;
import dev.claviger.store.DatabaseSettings;
import dev.claviger.store.JdbcDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Whole operations through the Gate on SQLite, each with its durable entry: one value read, one
/// written, 100 secrets listed with masks.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Operations {
  private static final int SECRETS = 100;
  private static final SecretRef FIRST = SecretRef.parse("claviger://default/production/SECRET_0");

  private final SecureRandom random = new SecureRandom();
  private final Path folder;
  private final Core core;
  private final Caller fetching;
  private final Caller managing;
  private final SecretValue value = SecretValue.copyOf(new byte[1_024]);

  /// Makes an instance with 100 secrets of 1 KiB.
  public Operations() {
    try {
      folder = Files.createTempDirectory("claviger-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
              false);
      core =
          new Core(
              database,
              keys,
              provider.unwrap(keys.root(), keys.instance()),
              options,
              clock,
              random);
      byte[] token = session(first);
      managing = caller(token, Plane.MANAGEMENT);
      fetching = caller(token, Plane.SERVICE);
    }
    for (int i = 0; i < SECRETS; i++) {
      var ref = SecretRef.parse("claviger://default/production/SECRET_" + i);
      core.changes().create(managing, ref, value, SecretEdit.NONE);
    }
  }

  private byte[] session(Token first) {
    byte[] text = "correct-Horse-battery-9-staple".getBytes(StandardCharsets.UTF_8);
    var stranger =
        Caller.anonymous(Plane.MANAGEMENT, new Client("127.0.0.1", "bench"), Id.random(random));
    try (SecretValue password = SecretValue.copyOf(text);
        var opened =
            first.reveal(bytes -> core.sessions().signInFirst(stranger, bytes, password))) {
      return opened.token().reveal(bytes -> bytes.clone());
    }
  }

  private Caller caller(byte[] token, Plane plane) {
    return core.doorkeeper()
        .authenticate(token, plane, new Client("127.0.0.1", "bench"), Id.random(random));
  }

  /// Reads one value.
  @Benchmark
  public long read() {
    try (FetchedSecret found = core.values().read(fetching, FIRST, null)) {
      return found.version().number();
    }
  }

  /// Writes one value.
  @Benchmark
  public boolean write() {
    return core.changes()
        .put(managing, FIRST, value, SecretEdit.NONE, Duration.ZERO, null)
        .created();
  }

  /// Lists 100 secrets with their masks.
  @Benchmark
  public int list() {
    try (ShownSecrets page =
        core.secrets()
            .list(
                managing,
                SpaceName.DEFAULT,
                new EnvironmentName("production"),
                null,
                null,
                null,
                SECRETS,
                false)) {
      return page.secrets().size();
    }
  }

  @TearDown
  public void close() {
    core.close();
  }
}
