package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server does that was set up wrongly: it says so, and leaves everything as it was.
class BadSettingTest {
  private static final int BAD_SETTING = 78;

  @TempDir Path folder;
  private ServerProcess.Plan usual = ServerProcess.Plan.in(Path.of("."));

  @BeforeEach
  void a_server_that_was_used_and_killed() throws IOException {
    usual = ServerProcess.Plan.in(folder).with("CLAVIGER_MASTER_KEY", key(1));
    try (var instance = new Instance(usual)) {
      instance.create("KEPT", "value");
      instance.server().kill(); // so that there is a WAL, which belongs to the database
      usual = instance.server().samePorts();
    }
  }

  private static String key(int first) {
    byte[] key = new byte[32];
    key[0] = (byte) first;
    key[31] = 7;
    return Base64.getEncoder().encodeToString(key);
  }

  private static Map<String, String> database(ServerProcess.Plan plan) throws IOException {
    var bytes = new TreeMap<String, String>();
    try (Stream<Path> files = Files.list(plan.data())) {
      for (Path file :
          files.filter(one -> one.toString().matches(".*claviger\\.db(-wal)?")).toList()) {
        bytes.put(
            file.getFileName().toString(),
            Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
      }
    }
    assertThat(bytes).containsKey("claviger.db");
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "AAAA", "not base64 at all !", "PT09", "AAECAwQFBgcICQoLDA0ODw=="})
  void a_malformed_master_key_stops_the_start(String key) throws IOException {
    refused(usual.with("CLAVIGER_MASTER_KEY", key), "master-key", "MASTER_KEY");
    assertThat(Files.readString(usual.log())).doesNotContain("not base64 at all !");
  }

  @Test
  void a_missing_master_key_stops_the_start() throws IOException {
    refused(
        usual.with("CLAVIGER_KEY_PROVIDER", "env").with("CLAVIGER_MASTER_KEY", ""),
        "master-key",
        "MASTER_KEY");
  }

  @Test
  void a_key_file_of_the_server_that_others_can_read_is_refused() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    ServerProcess.Plan plan;
    try (var instance = new Instance(ServerProcess.Plan.in(other))) {
      instance.server().kill();
      plan = instance.server().samePorts();
    }
    Path file = plan.data().resolve("master-key.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    refused(plan, "master-key.json");
  }

  /// Orchestrators mount such files readable.
  @Test
  void a_file_of_a_setting_that_others_can_read_gets_a_warning() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), key(1) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var settings = new TreeMap<>(usual.settings());
    settings.remove("CLAVIGER_MASTER_KEY");
    settings.put("CLAVIGER_MASTER_KEY_FILE", file.toString());
    try (var server = new ServerProcess.Plan(folder, settings, usual.prefix()).start()) {
      assertThat(server.log()).contains("CLAVIGER_MASTER_KEY_FILE").doesNotContain(key(1));
    }
  }

  @Test
  void an_unknown_setting_stops_the_start_and_the_nearest_is_named() throws IOException {
    refused(usual.with("CLAVIGER_LOG_LEVLE", "info"), "CLAVIGER_LOG_LEVEL");
  }

  @Test
  void what_kubernetes_sets_for_services_is_ignored() {
    var plan =
        usual
            .with("CLAVIGER_PORT", "tcp://10.0.0.1:8420")
            .with("CLAVIGER_SERVICE_HOST", "10.0.0.1")
            .with("CLAVIGER_SERVICE_PORT", "8420")
            .with("CLAVIGER_SERVICE_PORT_REST", "8420")
            .with("CLAVIGER_PORT_8420_TCP", "tcp://10.0.0.1:8420")
            .with("CLAVIGER_PORT_8420_TCP_ADDR", "10.0.0.1");
    try (var server = plan.start()) {
      assertThat(new Rest(server.rest(), null).get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void with_another_master_key_it_is_sealed_and_answers_nothing_else() throws IOException {
    Map<String, String> before = database(usual);
    try (var server = usual.with("CLAVIGER_MASTER_KEY", key(2)).launch()) {
      server.says("claviger: sealed");
      var rest = new Rest(server.rest(), null);
      assertThat(rest.get("/health").expect(503).body()).contains("sealed");
      assertThat(rest.get("/api/v1/server").expect(200).json().text("state")).isEqualTo("sealed");
      assertThat(rest.get("/api/v1/spaces").expect(503).code()).isEqualTo("sealed");
      assertThat(rest.post("/api/v1/sessions", "{\"user\":\"admin\",\"password\":\"x\"}").code())
          .isEqualTo("sealed");
      var service = new Rest(server.service(), "clv_agt_x");
      assertThat(service.connect("GetSecret", "{\"secretName\":\"KEPT\"}").status()).isEqualTo(503);
      server.stop();
    }
    assertThat(database(usual)).isEqualTo(before);
  }

  /// The server ends, no socket opens, the database is what it was, and the reason is said.
  private void refused(ServerProcess.Plan plan, String... anyOf) throws IOException {
    Map<String, String> before = database(plan);
    try (var server = plan.launch()) {
      assertThat(server.exitCode()).as(server.log()).isEqualTo(BAD_SETTING);
      assertThat(server.output()).noneMatch(line -> line.startsWith("claviger: REST"));
      assertThat(Stream.of(anyOf)).as(server.log()).anyMatch(server.log()::contains);
    }
    URI rest = URI.create("http://" + plan.settings().get("CLAVIGER_REST_LISTEN"));
    assertThatThrownBy(() -> new Socket(rest.getHost(), rest.getPort()))
        .isInstanceOf(ConnectException.class);
    assertThat(database(plan)).isEqualTo(before);
  }
}
