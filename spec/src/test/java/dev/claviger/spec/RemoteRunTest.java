package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServicePlane;
import dev.claviger.client.Unreachable;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.spec.testkit.ClientMachine;
import dev.claviger.spec.testkit.ClientMachine.Ended;
import dev.claviger.spec.testkit.DiskSearch;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Relay;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// I14: agents on other machines fetch over TLS, and hold values in memory only. The other machine
/// is a home of its own, which knows the server by a name that only it can look up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteRunTest {
  private static final String NAME = "vault.claviger.test";
  private static final String OTHER_NAME = "other.claviger.test";
  private static final String SCOPE = "default/production";
  private static final int UNREACHABLE = 8;

  /// Says that it runs and which value it got, without saying the value, and waits.
  private static final List<String> PROGRAM =
      List.of("sh", "-c", "printf %s \"$API_KEY\" | sha256sum; read stop; exit 7");

  private final String value = "sk-" + UUID.randomUUID() + UUID.randomUUID();
  private final Vault vault;

  RemoteRunTest(@TempDir Path folder) throws IOException {
    vault = Vault.start(folder, "0.0.0.0", value);
  }

  @AfterAll
  void stop() {
    vault.server().close();
  }

  /// A server with a certificate, one value, and an agent that may read it.
  private record Vault(ServerProcess server, Path authority, Path tokenFile, String token) {
    /// As `claviger server cert` and the first start say it.
    static Vault start(Path folder, String address, String value) throws IOException {
      ServerProcess.Plan plan =
          ServerProcess.Plan.in(Files.createDirectories(folder.resolve("server")))
              .with("CLAVIGER_REST_LISTEN", address + ":0")
              .with("CLAVIGER_GRPC_LISTEN", address + ":0");
      assertThat(plan.perform("cert", "--host", NAME)).isZero();
      ServerProcess server = plan.start();
      var admin = ClientMachine.in(Files.createDirectories(folder.resolve("admin")));
      admin.claviger(Instance.PASSWORD, firstLogin(server)).expect(0);
      admin.claviger(value, List.of("secret", "set", SCOPE, "API_KEY=-")).expect(0);
      String token = admin.claviger("agent", "create", "bot", SCOPE).expect(0).stdout().strip();
      return new Vault(
          server,
          plan.data().resolve("tls/ca.crt"),
          Files.writeString(folder.resolve("token"), token),
          token);
    }

    /// What the server printed, without `claviger`, and with the password from standard input.
    private static List<String> firstLogin(ServerProcess server) {
      String command =
          server.output().stream()
              .map(String::strip)
              .filter(line -> line.startsWith("claviger login "))
              .findFirst()
              .orElseThrow();
      var words = new ArrayList<>(List.of(command.split(" ", -1)));
      words.addAll(List.of("--password-file", "-"));
      return words.subList(1, words.size());
    }

    int restPort() {
      return URI.create(server.rest()).getPort();
    }

    int servicePort() {
      return URI.create(server.service()).getPort();
    }

    /// A machine that holds the agent's token, and is told of one address.
    ClientMachine lentTo(ClientMachine machine, String address) {
      return machine
          .with("CLAVIGER_SERVER", address)
          .with("CLAVIGER_TOKEN_FILE", tokenFile.toString())
          .with("CLAVIGER_CA_FILE", authority.toString());
    }
  }

  private static String at(String name, int port) {
    return "https://" + name + ":" + port;
  }

  private ClientMachine machine(Path empty) {
    return ClientMachine.in(empty).knowing(NAME, "127.0.0.1").knowing(OTHER_NAME, "127.0.0.1");
  }

  private void sign(ClientMachine machine, int port) {
    machine
        .claviger(
            "login",
            "--server",
            at(NAME, port),
            "--ca-file",
            vault.authority().toString(),
            "--token-file",
            vault.tokenFile().toString())
        .expect(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--mask=never", "--mask=always", "--on-change=signal:USR1", "--on-change=restart"})
  void a_program_on_another_machine_gets_the_value_which_is_on_no_disk(
      String option, @TempDir Path other) throws Exception {
    ClientMachine machine = machine(other);
    var search = new DiskSearch(value, other);
    sign(machine, vault.restPort());
    var command = new ArrayList<>(List.of("run", option, "--"));
    command.addAll(PROGRAM);
    Process running = machine.start(command);
    try (var lines = new BufferedReader(new InputStreamReader(running.getInputStream(), UTF_8));
        var stdin = running.getOutputStream()) {
      assertThat(lines.readLine()).as(machine::said).startsWith(sha256(value));
      assertThat(search.found()).as("while it runs").isEmpty();
      stdin.write('\n');
    }
    assertThat(running.waitFor()).as(machine::said).isEqualTo(7);
    assertThat(search.found()).as("afterwards").isEmpty();
  }

  private static String sha256(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  /// Else the search above would prove nothing.
  @ParameterizedTest
  @ValueSource(strings = {"printf %s \"$API_KEY\"", "printf x%s \"$API_KEY\" | base64 -w 0"})
  void a_value_on_disk_would_be_found(String print, @TempDir Path other) {
    ClientMachine machine = vault.lentTo(machine(other), at(NAME, vault.servicePort()));
    var search = new DiskSearch(value, other);
    machine.claviger("run", "--mask=never", "--", "sh", "-c", print + " >kept").expect(0);
    assertThat(search.found()).containsExactly(other.resolve("home/kept"));
  }

  @Test
  void login_stores_the_name_for_both_listeners_whichever_it_was_given(@TempDir Path other)
      throws IOException {
    ClientMachine machine = machine(other);
    for (int port : List.of(vault.restPort(), vault.servicePort())) {
      sign(machine, port);
      assertThat(Files.readString(other.resolve("xdg-CONFIG/claviger/credentials.json")))
          .contains(at(NAME, vault.restPort()), at(NAME, vault.servicePort()))
          .doesNotContain("0.0.0.0");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_command_line_refuses_a_server_of_another_name(boolean rest, @TempDir Path other) {
    int port = rest ? vault.restPort() : vault.servicePort();
    ClientMachine machine = vault.lentTo(machine(other), at(OTHER_NAME, port));
    for (List<String> command :
        List.of(
            List.of("run", "--", "true"),
            List.of("secret", "get", "API_KEY"),
            List.of("login", "--token-file", vault.tokenFile().toString()))) {
      Ended refused = machine.claviger("", command).expect(UNREACHABLE);
      assertThat(refused.stderr()).contains("no certificate that is trusted", OTHER_NAME);
      assertThat(refused.stdout()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_command_line_refuses_an_unknown_authority(boolean rest, @TempDir Path other) {
    String address = at(NAME, rest ? vault.restPort() : vault.servicePort());
    ClientMachine machine = vault.lentTo(machine(other), address).with("CLAVIGER_CA_FILE", "");
    for (List<String> command : List.of(List.of("run", "--", "true"), List.of("login"))) {
      Ended refused = machine.claviger("", command).expect(UNREACHABLE);
      assertThat(refused.stderr()).contains("no certificate that is trusted", "--ca-file");
    }
  }

  /// The certificate is good for 127.0.0.1, not for 127.0.0.2.
  @Test
  void the_client_library_refuses_another_name_and_an_unknown_authority() throws IOException {
    assertThat(fetched("127.0.0.1", vault.authority())).isEqualTo(value);
    assertThatThrownBy(() -> fetched("127.0.0.2", vault.authority()))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("no certificate that is trusted")
        .hasMessageContaining("127.0.0.2");
    assertThatThrownBy(() -> fetched("127.0.0.1", null))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("no certificate that is trusted");
    assertThat(status("127.0.0.1", vault.authority())).isEqualTo(200);
    assertThatThrownBy(() -> status("127.0.0.2", vault.authority()))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> status("127.0.0.1", null)).isInstanceOf(SSLException.class);
  }

  private String fetched(String host, @Nullable Path trusted) {
    try (var credential = SecretValue.copyOf(vault.token().getBytes(UTF_8));
        SecretValue got =
            new ServicePlane(
                    ServerAddress.parse(at(host, vault.servicePort())), credential, trusted)
                .getSecret(Scope.parse(SCOPE), new SecretName("API_KEY"), null)) {
      return got.reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  private int status(String host, @Nullable Path trusted) throws IOException {
    return new Connections(ServerAddress.parse(at(host, vault.restPort())), trusted)
        .open("/api/v1/server", Duration.ofMinutes(1))
        .getResponseCode();
  }

  /// The name leads to an address where one port is forwarded to 8421, and no other answers.
  @Test
  void run_and_secret_get_need_8421_alone(@TempDir Path other) throws IOException {
    Vault near = Vault.start(other, "127.0.0.1", value);
    try (ServerProcess server = near.server();
        var relay = new Relay("127.0.0.2", near.servicePort())) {
      assertThat(server.alive()).isTrue();
      ClientMachine machine =
          near.lentTo(
              ClientMachine.in(other.resolve("client")).knowing(NAME, "127.0.0.2"),
              at(NAME, relay.port()));
      assertThat(machine.claviger("secret", "get", "API_KEY").expect(0).stdout()).isEqualTo(value);
      assertThat(
              machine
                  .claviger("run", "--", "sh", "-c", "printf %s \"$API_KEY\" | wc -c")
                  .expect(0)
                  .stdout()
                  .strip())
          .isEqualTo(Integer.toString(value.length()));
      machine.claviger("secret", "get", "API_KEZ").expect(3);
      Ended list = machine.claviger("secret", "list", SCOPE).expect(UNREACHABLE);
      assertThat(list.stderr()).contains(at(NAME, near.restPort()) + " did not answer");
    }
  }
}
