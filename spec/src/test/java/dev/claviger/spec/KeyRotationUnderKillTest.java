package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.RotationView.Phase;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY 5, FT12: the server is killed at every step of rotations of keys, again and again, with
/// a writer going on and three corrupted versions planted.
class KeyRotationUnderKillTest {
  private static final boolean LONG = Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG"));
  private static final int KILLS = LONG ? 200 : 20;
  private static final long SEED =
      Long.getLong("claviger.seed", LONG ? System.nanoTime() : 20261125L);
  private static final int SECRETS = 2_500; // several batches of 500
  private static final int BATCH = 500;
  private static final int MAX_RANDOM_MILLIS = 1_500;
  private static final int MAX_LATER_MICROS = 3_000;
  private static final List<String> CORRUPTED = List.of("FLIPPED", "CUT", "UNKNOWN_KEY");

  @TempDir Path folder;
  private final Map<String, String> constant = new HashMap<>();
  private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
  private int rotations;

  @Test
  void keeps_every_good_secret_readable_and_ends_with_three_in_quarantine() throws Exception {
    System.out.println("KeyRotationUnderKillTest: seed " + SEED);
    var random = new Random(SEED);
    try (var instance = new Instance(ServerProcess.Plan.in(folder))) {
      plant(instance);
      List<Rest> readers =
          List.of(
              instance.service(instance.agent("first", "default/development")),
              instance.service(instance.agent("second", "default/development")));
      try (var traffic = new TrafficDuringKills(instance.admin(), readers, constant, SEED)) {
        for (int kill = 0; kill < KILLS; kill++) {
          killAt(instance, kill, random);
          assertAllReadable(instance);
          assertThat(traffic.wrong()).isEmpty();
        }
        try (var view = view(instance)) {
          view.await(Phase.ENDED);
        }
        traffic.stop();
        assertThat(traffic.wrong()).isEmpty();
        assertThat(traffic.reads()).isGreaterThan(KILLS);
        assertWritten(instance, traffic.written());
      }
      assertAllReadable(instance);
      assertThreeInQuarantine(instance);
      assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
      System.out.println("KeyRotationUnderKillTest: " + rotations + " rotations, killed " + kills);
      assertThat(kills).containsKeys(Phase.PENDING, Phase.MOVING, Phase.SCANNING, Phase.ENDED);
    }
  }

  /// Each sixth kill is at any moment, the others at the next step that can be seen, or just after.
  private void killAt(Instance instance, int kill, Random random) throws SQLException {
    try (var view = view(instance)) {
      if (view.phase() == Phase.ENDED) {
        begin(instance);
      }
      List<Phase> steps = List.copyOf(EnumSet.allOf(Phase.class));
      int step = kill % (steps.size() + 1);
      if (step == steps.size()) {
        pause(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MAX_RANDOM_MILLIS)));
      } else {
        view.await(steps.get(step));
        pause(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MAX_LATER_MICROS)));
      }
      kills.merge(view.phase(), 1, Integer::sum);
    }
    instance.killAndRestart();
  }

  /// The moment of the kill is the test's random choice.
  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private void begin(Instance instance) {
    String key =
        rotations % 3 == 1
            ? "{\"purpose\":\"root\"}"
            : "{\"purpose\":\"space\",\"space\":\"default\"}";
    instance.admin().post("/api/v1/keys/rotate", key).expect(202);
    rotations++;
  }

  private RotationView view(Instance instance) throws SQLException {
    return new RotationView(instance.server().plan().database());
  }

  private void plant(Instance instance) throws SQLException {
    for (int from = 0; from < SECRETS; from += BATCH) {
      IntStream.range(from, from + BATCH)
          .forEach(number -> constant.put("SECRET_" + number, "value-" + number));
      String secrets =
          IntStream.range(from, from + BATCH)
              .mapToObj(number -> secret("SECRET_" + number, "value-" + number))
              .collect(Collectors.joining(",", "{\"secrets\":[", "]}"));
      instance
          .admin()
          .post(Instance.DEFAULT + "/batch?environment=development", secrets)
          .expect(200);
    }
    for (String name : CORRUPTED) {
      instance
          .admin()
          .put(Instance.DEFAULT + "/" + name + "?environment=staging", "{\"value\":\"x\"}")
          .expect(201);
    }
    try (var connection =
        DriverManager.getConnection("jdbc:sqlite:" + instance.server().plan().database())) {
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA busy_timeout = 10000");
      }
      corrupt(
          connection,
          "FLIPPED",
          envelope -> {
            envelope[envelope.length - 1] ^= 1;
            return envelope;
          });
      corrupt(connection, "CUT", _ -> new byte[] {1, 2, 3});
      corrupt(
          connection, "UNKNOWN_KEY", envelope -> ByteBuffer.wrap(envelope).putInt(4, 999).array());
    }
  }

  private static String secret(String name, String value) {
    return "{\"key_name\":\"%s\",\"value\":\"%s\"}".formatted(name, value);
  }

  /// As somebody with the database could.
  private static void corrupt(Connection connection, String name, UnaryOperator<byte[]> change)
      throws SQLException {
    byte[] envelope;
    String which = " WHERE secret_id = (SELECT id FROM secret WHERE name = ?)";
    try (var find = connection.prepareStatement("SELECT envelope FROM secret_version" + which)) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery()) {
        found.next();
        envelope = found.getBytes(1);
      }
    }
    try (var update =
        connection.prepareStatement("UPDATE secret_version SET envelope = ?" + which)) {
      update.setBytes(1, change.apply(envelope));
      update.setString(2, name);
      assertThat(update.executeUpdate()).isOne();
    }
  }

  private void assertAllReadable(Instance instance) {
    var found = new TreeMap<String, String>();
    Rest service = instance.service(instance.adminToken());
    String after = "";
    do {
      Json page =
          service
              .connect(
                  "GetSecrets",
                  "{\"scope\":\"default/development\",\"pageToken\":\"%s\"}".formatted(after))
              .expect(200)
              .json();
      page.list("secrets")
          .forEach(one -> found.put(one.text("name"), TrafficDuringKills.decoded(one)));
      after = page.text("nextPageToken");
    } while (!after.isEmpty());
    assertThat(found).containsAllEntriesOf(constant);
  }

  private static void assertWritten(Instance instance, Map<String, String> written) {
    Rest service = instance.service(instance.adminToken());
    assertThat(written).isNotEmpty();
    written.forEach(
        (key, value) -> {
          String[] words = key.split(" ", -1);
          Json stored =
              service
                  .connect(
                      "GetSecret",
                      "{\"scope\":\"default/development\",\"secretName\":\"%s\",\"version\":%s}"
                          .formatted(words[0], words[1]))
                  .expect(200)
                  .json();
          assertThat(TrafficDuringKills.decoded(stored)).as(key).isEqualTo(value);
        });
  }

  private static void assertThreeInQuarantine(Instance instance) {
    List<Json> keys = instance.admin().get("/api/v1/keys").expect(200).json().list("keys");
    long quarantined = 0;
    for (Json key : keys) {
      assertThat(key.has("progress")).as("%s", key).isFalse();
      assertThat(key.text("state")).as("%s", key).isIn("active", "retired");
      if (key.text("state").equals("retired") && key.has("uses")) {
        quarantined += key.number("quarantined");
        assertThat(key.number("uses")).as("%s", key).isEqualTo(key.number("quarantined"));
      }
    }
    assertThat(quarantined).isEqualTo(CORRUPTED.size());
    List<String> alerts =
        instance.admin().get("/api/v1/status").expect(200).json().list("alerts").stream()
            .filter(alert -> alert.text("code").equals("version_quarantined"))
            .map(alert -> alert.text("message"))
            .toList();
    assertThat(alerts).hasSize(CORRUPTED.size());
    for (String name : CORRUPTED) {
      assertThat(alerts).anyMatch(message -> message.contains(name));
      Rest service = instance.service(instance.adminToken());
      String which = "{\"scope\":\"default/staging\",\"secretName\":\"%s\"}".formatted(name);
      assertThat(service.connect("GetSecret", which).status()).isNotEqualTo(200);
    }
  }
}
