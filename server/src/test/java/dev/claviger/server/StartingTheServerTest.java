package dev.claviger.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.MasterKeyInvalid;
import dev.claviger.server.config.ServerSettings;
import dev.claviger.server.config.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From settings to a running server, and what keeps it from running (I1, S2, F11).
class StartingTheServerTest {
  private static final String PASSWORD = "correct-Horse-battery-9-staple";

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void the_first_start_says_how_to_get_in() throws Exception {
    try (ClavigerServer server = start(Map.of())) {
      Path token = data().resolve("first-admin-token");
      assertThat(said.toString(UTF_8))
          .isEqualTo(
              """
              claviger: REST   %s
              claviger: gRPC   %s
              claviger: first start; set the password of user:admin with
                claviger login --server %s --first-token %s
              claviger: ready
              """
                  .formatted(server.rest(), server.grpc(), server.rest(), token));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void the_first_token_sets_the_password_once_and_its_file_goes() throws Exception {
    try (ClavigerServer server = start(Map.of())) {
      Path file = data().resolve("first-admin-token");
      String token = Files.readString(file).strip();

      assertThat(signIn(server, token)).isEqualTo(201);
      assertThat(file).doesNotExist();
      assertThat(signIn(server, token)).isEqualTo(401);
    }
  }

  @Test
  void a_later_start_is_quiet_and_keeps_the_node() throws Exception {
    start(Map.of()).close();
    String node = Files.readString(data().resolve("node"));
    said.reset();

    try (ClavigerServer server = start(Map.of())) {
      assertThat(said.toString(UTF_8)).doesNotContain("first start").endsWith("ready\n");
      assertThat(get(server.grpc() + "/api/v1/server")).contains("\"state\":\"ready\"");
      assertThat(Files.readString(data().resolve("node"))).isEqualTo(node);
    }
  }

  @Test
  void a_wrong_master_key_seals_the_server_and_changes_nothing() throws Exception {
    start(Map.of("CLAVIGER_MASTER_KEY", key(1))).close();
    Map<String, String> before = files();
    said.reset();

    try (ClavigerServer server = start(Map.of("CLAVIGER_MASTER_KEY", key(2)))) {
      assertThat(server.sealed()).isTrue();
      assertThat(said.toString(UTF_8)).contains("claviger: sealed: ").doesNotContain("ready");
      for (String address : new String[] {server.rest(), server.grpc()}) {
        assertThat(get(address + "/api/v1/server")).contains("\"state\":\"sealed\"");
      }
      assertThat(status(server.rest() + "/health")).isEqualTo(503);
      assertThat(status(server.rest() + "/api/v1/spaces")).isEqualTo(503);
      assertThat(
              post(server.grpc() + "/claviger.v1.SecretService/GetSecret", "{}")
                  .getHeaderField("claviger-code"))
          .isEqualTo("sealed");
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void a_malformed_master_key_is_an_error_before_anything_is_made() {
    for (String bad : new String[] {"c2hvcnQ=", "not base64!", key(1) + "AAAA"}) {
      assertThatThrownBy(() -> start(Map.of("CLAVIGER_MASTER_KEY", bad)))
          .isInstanceOf(MasterKeyInvalid.class)
          .hasMessageContaining("CLAVIGER_MASTER_KEY")
          .hasMessageNotContaining(bad);
    }
    assertThat(data()).doesNotExist();
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void a_key_file_that_others_can_read_is_refused() throws Exception {
    start(Map.of()).close();
    Path key = data().resolve("master-key.json");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    Map<String, String> before = files();

    assertThatThrownBy(() -> start(Map.of())).isInstanceOf(MasterKeyInvalid.class);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void a_key_file_that_is_gone_is_an_error_and_not_replaced() throws Exception {
    start(Map.of()).close();
    Files.delete(data().resolve("master-key.json"));

    assertThatThrownBy(() -> start(Map.of())).isInstanceOf(MasterKeyInvalid.class);
    assertThat(data().resolve("master-key.json")).doesNotExist();
  }

  @Test
  void a_port_that_is_taken_is_an_error_before_anything_is_made() throws Exception {
    try (ClavigerServer server = start(Map.of())) {
      String taken = server.rest().substring("http://".length());
      Path other = folder.resolve("other");
      Map<String, String> settings =
          Map.of("CLAVIGER_DATA", other.toString(), "CLAVIGER_REST_LISTEN", taken);

      assertThatThrownBy(() -> start(settings)).hasMessage("cannot listen at " + taken);
      assertThat(other).doesNotExist();
    }
  }

  private ClavigerServer start(Map<String, String> extra) {
    var environment = new HashMap<String, String>();
    environment.put("CLAVIGER_DATA", data().toString());
    environment.put("CLAVIGER_REST_LISTEN", "127.0.0.1:0");
    environment.put("CLAVIGER_GRPC_LISTEN", "127.0.0.1:0");
    environment.putAll(extra);
    ServerSettings settings = new SettingsReader(environment, folder, "somebody").settings();
    return ClavigerServer.start(settings, new PrintStream(said, true, UTF_8));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static String key(int seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  /// The digest of each file in the data folder, but for what SQLite leaves beside a database that
  /// was looked at: an empty log and its index.
  private Map<String, String> files() throws IOException {
    var found = new TreeMap<String, String>();
    try (Stream<Path> all = Files.list(data())) {
      for (Path file : all.filter(it -> !it.toString().endsWith("-shm")).toList()) {
        if (Files.size(file) == 0) {
          continue;
        }
        String digest = Digest.sha256(Files.readAllBytes(file)).toString();
        found.put(file.getFileName().toString(), digest);
      }
    }
    return found;
  }

  private static int signIn(ClavigerServer server, String firstToken) throws IOException {
    String body = "{\"first_token\":\"%s\",\"password\":\"%s\"}".formatted(firstToken, PASSWORD);
    return post(server.rest() + "/api/v1/sessions", body).getResponseCode();
  }

  private static HttpURLConnection post(String address, String json) throws IOException {
    var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.getOutputStream().write(json.getBytes(UTF_8));
    return connection;
  }

  private static String get(String address) throws IOException {
    try (InputStream in = URI.create(address).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static int status(String address) throws IOException {
    return ((HttpURLConnection) URI.create(address).toURL().openConnection()).getResponseCode();
  }
}
