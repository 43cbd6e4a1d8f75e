package dev.claviger.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.server.config.ServerSettings.Environment;
import dev.claviger.server.config.ServerSettings.KeySource;
import dev.claviger.server.config.ServerSettings.LogFormat;
import dev.claviger.server.config.ServerSettings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// S1, S2, S4, S11.
class ReadingSettingsTest {
  private static final String KEY = "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8=";

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  ReadingSettingsTest() {}

  private ServerSettings read() {
    environment.putIfAbsent("HOME", folder.toString());
    return new SettingsReader(environment, folder, "tester").settings();
  }

  private void refused(String message) {
    assertThatThrownBy(this::read).isInstanceOf(SettingsProblem.class).hasMessage(message);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void has_a_default_for_everything() {
    ServerSettings settings = read();
    Path data = folder.resolve(".local/share/claviger/server");
    assertThat(settings.deployment().environment()).isEqualTo(Environment.DEVELOPMENT);
    assertThat(settings.deployment().debug()).isFalse();
    assertThat(settings.deployment().data()).isEqualTo(data);
    assertThat(settings.deployment().node()).isNull();
    assertThat(settings.listeners().rest().listen()).hasToString("127.0.0.1:8420");
    assertThat(settings.listeners().grpc().listen()).hasToString("127.0.0.1:8421");
    assertThat(settings.listeners().rest().declared()).isNull();
    assertThat(settings.listeners().grpc().declared()).isNull();
    assertThat(settings.listeners().trustedProxies()).isEmpty();
    assertThat(settings.listeners().tls()).isNull();
    assertThat(settings.keys().source()).isEqualTo(KeySource.FILE);
    assertThat(settings.keys().masterKey()).isNull();
    assertThat(settings.database().url()).isEqualTo("jdbc:sqlite:" + data.resolve("claviger.db"));
    assertThat(settings.database().user()).isNull();
    assertThat(settings.database().password()).isNull();
    assertThat(settings.database().ownerUrl()).isNull();
    assertThat(settings.audit().witness()).isEqualTo(data.resolve("audit.witness"));
    assertThat(settings.audit().retention()).isEqualTo(Duration.ofDays(90));
    assertThat(settings.sessionTtl()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.log().level()).isEqualTo(System.Logger.Level.INFO);
    assertThat(settings.log().format()).isEqualTo(LogFormat.TEXT);
    assertThat(settings.warnings()).isEmpty();
    assertThat(settings.origins()).allMatch(origin -> origin.source() == Source.DEFAULT);
  }

  @Nested
  class From_files {
    @Test
    void takes_names_in_any_case_and_quotes_and_comments() throws IOException {
      write(
          ".env",
          """
          # a comment
          claviger_session_ttl = 30m # short
          export Claviger_Log_Format='json'
          CLAVIGER_NODE="one"
          OTHERS="not ours
          """);
      assertThat(read().sessionTtl()).isEqualTo(Duration.ofMinutes(30));
      assertThat(read().log().format()).isEqualTo(LogFormat.JSON);
      assertThat(read().deployment().node()).isEqualTo("one");
    }

    @Test
    void the_environment_wins() throws IOException {
      write(".env", "CLAVIGER_NODE=file\nCLAVIGER_LOG_LEVEL=debug\n");
      environment.put("CLAVIGER_NODE", "environment");
      assertThat(read().deployment().node()).isEqualTo("environment");
      assertThat(read().origins())
          .contains(new ServerSettings.Origin("node", "environment", Source.ENVIRONMENT))
          .contains(new ServerSettings.Origin("log.level", "debug", Source.FILE));
    }

    @Test
    void the_named_file_goes_before_that_of_the_data_folder_and_that_before_dotenv()
        throws IOException {
      Files.createDirectories(folder.resolve("data"));
      environment.put("CLAVIGER_DATA", "data");
      write(".env", "CLAVIGER_NODE=three");
      assertThat(read().deployment().node()).isEqualTo("three");
      write("data/claviger.env", "CLAVIGER_NODE=two");
      assertThat(read().deployment().node()).isEqualTo("two");
      environment.put("CLAVIGER_CONFIG", write("own.env", "CLAVIGER_NODE=one").toString());
      assertThat(read().deployment().node()).isEqualTo("one");
    }

    @Test
    void a_named_file_must_exist() {
      environment.put("CLAVIGER_CONFIG", "nowhere.env");
      refused("CLAVIGER_CONFIG names a file that does not exist");
    }

    @Test
    void says_which_line_is_wrong_and_not_what_stands_there() throws IOException {
      write(".env", "CLAVIGER_NODE=a\nCLAVIGER_NODE=b\nCLAVIGER_X\nCLAVIGER_MASTER_KEY='canary");
      assertThatThrownBy(ReadingSettingsTest.this::read)
          .hasMessageContainingAll(
              "line 2 sets CLAVIGER_NODE again",
              "line 3 has no =",
              "line 4 (CLAVIGER_MASTER_KEY) has no closing quote")
          .hasMessageNotContaining("canary");
    }
  }

  @Nested
  class Of_a_name_that_nobody_knows {
    @Test
    void stops_with_the_nearest_one() {
      environment.put("CLAVIGER_REST_LISTN", "127.0.0.1:1");
      refused("CLAVIGER_REST_LISTN is not a setting; the nearest one is CLAVIGER_REST_LISTEN");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "CLAVIGER_PORT", "CLAVIGER_SERVICE_HOST", "CLAVIGER_SERVICE_PORT",
          "CLAVIGER_SERVICE_PORT_REST", "CLAVIGER_PORT_8420_TCP", "CLAVIGER_PORT_8420_TCP_ADDR",
          "CLAVIGER_DB_SERVICE_HOST", "CLAVIGER_DB_PORT_5432_TCP_PROTO", "CLAVIGER_SERVER",
          "CLAVIGER_TOKEN_FILE", "CLAVIGER_CA_FILE"
        })
    void leaves_kubernetes_and_the_command_line_alone(String name) {
      environment.put(name, "tcp://10.0.0.1:8420");
      assertThat(read().origins()).allMatch(origin -> origin.source() == Source.DEFAULT);
    }

    /// DESIGN 6: no setting may look like one of those that Kubernetes makes.
    @Test
    void cannot_be_one_of_ours() {
      for (Setting setting : Setting.values()) {
        assertThat(setting.variable()).doesNotMatch(".*(_SERVICE_HOST|_PORT|_SERVICE_PORT.*)");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CLAVIGER_DEBUG         | yes        | must be true or false
          CLAVIGER_ENVIRONMENT   | live       | must be one of development, staging, production
          CLAVIGER_REST_LISTEN   | 8420       | must be HOST:PORT, such as 127.0.0.1:8420
          CLAVIGER_REST_LISTEN   | a:70000    | must end with a port from 0 to 65535
          CLAVIGER_GRPC_LISTEN   | ::1:8420   | must have brackets around an IPv6 address
          CLAVIGER_SESSION_TTL   | -1         | must be a number and s, m, h or d, such as 90d
          CLAVIGER_SESSION_TTL   | 9999999d   | must be at most 36500d
          CLAVIGER_NODE          | A/B        | must be 1 to 63 of a-z 0-9 -
          CLAVIGER_LOG_LEVEL     | loud       | must be one of trace, debug, info, warning, error
          CLAVIGER_DATABASE_URL  | sqlite     | must begin with jdbc:
          CLAVIGER_REST_PUBLIC   | example    | must be such as https://secrets.example.org:8420
          CLAVIGER_REST_TRUSTED_PROXIES | proxy | must be IP addresses or CIDR ranges
          """)
  void refuses_what_has_not_the_right_type(String name, String value, String rule) {
    environment.put(name, value);
    refused(name + " " + rule);
  }

  @Test
  void shows_all_that_is_wrong_at_once() {
    environment.put("CLAVIGER_DEBUG", "canary");
    environment.put("CLAVIGER_NODE", "Canary");
    refused("CLAVIGER_DEBUG must be true or false\nCLAVIGER_NODE must be 1 to 63 of a-z 0-9 -");
  }

  @Test
  void never_takes_a_password_in_the_address_of_the_database() {
    environment.put("CLAVIGER_DATABASE_URL", "jdbc:postgresql://db/x?password=canary");
    assertThatThrownBy(this::read)
        .hasMessageContaining("use CLAVIGER_DATABASE_PASSWORD")
        .hasMessageNotContaining("canary");
  }

  @Nested
  class Of_secrets {
    @Test
    void the_file_wins_and_is_trimmed() throws IOException {
      Path file = write("key", " " + KEY + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      environment.put("CLAVIGER_MASTER_KEY_FILE", file.toString());
      environment.put("CLAVIGER_MASTER_KEY", "another");
      ServerSettings settings = read();
      assertThat(masterKey(settings)).isEqualTo(KEY);
      assertThat(settings.keys().source()).isEqualTo(KeySource.ENV);
      assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void a_missing_file_falls_back_to_the_variable() {
      environment.put("CLAVIGER_MASTER_KEY_FILE", folder.resolve("none").toString());
      environment.put("CLAVIGER_MASTER_KEY", KEY);
      assertThat(masterKey(read())).isEqualTo(KEY);
    }

    /// Else the server would make a key of its own, and the real one would never be asked for.
    @Test
    void a_missing_file_and_no_variable_stop_the_start() {
      environment.put("CLAVIGER_MASTER_KEY_FILE", folder.resolve("none").toString());
      refused(
          "CLAVIGER_MASTER_KEY_FILE names a file that does not exist; make it, or set"
              + " CLAVIGER_MASTER_KEY");
    }

    @Test
    void a_file_that_everybody_can_read_is_warned_of_once() throws IOException {
      Path file = write("key", KEY);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      environment.put("CLAVIGER_MASTER_KEY_FILE", file.toString());
      assertThat(read().warnings()).singleElement().asString().contains("CLAVIGER_MASTER_KEY_FILE");
    }

    @Test
    void are_never_shown() {
      environment.put("CLAVIGER_MASTER_KEY", KEY);
      assertThat(read().origins())
          .contains(new ServerSettings.Origin("master-key", "***", Source.ENVIRONMENT));
      assertThat(read().toString()).doesNotContain(KEY);
    }

    @Test
    void their_example_values_are_refused() {
      for (Setting setting : Setting.values()) {
        if (setting.secret()) {
          environment.clear();
          environment.put(setting.variable(), SettingsPages.example(setting));
          refused(setting.variable() + " still has its example value");
        }
      }
    }

    @Test
    void an_empty_one_is_an_error() {
      environment.put("CLAVIGER_MASTER_KEY", "");
      refused("CLAVIGER_MASTER_KEY is empty; set it, or leave it out");
    }

    @Test
    void a_missing_master_key_is_named() {
      environment.put("CLAVIGER_KEY_PROVIDER", "env");
      refused("CLAVIGER_MASTER_KEY is not set; make one with: openssl rand -base64 32");
    }

    private static String masterKey(ServerSettings settings) {
      var key = settings.keys().masterKey();
      return key == null ? "" : key.reveal(String::new);
    }
  }

  @Nested
  class In_production {
    @Test
    void refuses_debug_and_weak_passwords() {
      environment.put("CLAVIGER_ENVIRONMENT", "production");
      environment.put("CLAVIGER_DEBUG", "true");
      environment.put("CLAVIGER_DATABASE_PASSWORD", "canary");
      refused(
          "CLAVIGER_DEBUG must not be true in production\n"
              + "CLAVIGER_DATABASE_PASSWORD is too weak for production: password must have at"
              + " least 16 characters");
    }
  }

  @Nested
  class Of_listeners {
    @Test
    void plain_text_is_for_this_machine_only() {
      environment.put("CLAVIGER_REST_LISTEN", "0.0.0.0:8420");
      refused(
          "CLAVIGER_REST_LISTEN can be reached from other machines, so it needs TLS: set"
              + " CLAVIGER_TLS_CERTIFICATE and CLAVIGER_TLS_KEY, or make them with:"
              + " claviger server cert --host NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "localhost:8420", "[::1]:8420", "127.1.2.3:1"})
    void all_of_these_are_this_machine(String address) {
      environment.put("CLAVIGER_REST_LISTEN", address);
      assertThat(read().listeners().rest().listen().loopback()).isTrue();
    }

    @Test
    void certificate_and_key_belong_together() {
      environment.put("CLAVIGER_TLS_KEY", "server.key");
      refused(
          "CLAVIGER_TLS_CERTIFICATE and CLAVIGER_TLS_KEY belong together; set both, or neither");
    }
  }

  @Test
  void takes_one_node_only_for_a_key_in_a_file() {
    environment.put("CLAVIGER_DATABASE_URL", "jdbc:postgresql://db/claviger");
    refused(
        "CLAVIGER_KEY_PROVIDER file is for one node on SQLite; with this database set"
            + " CLAVIGER_MASTER_KEY_FILE");
  }
}
