package dev.claviger.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S3: the server is OpenSSL's, which speaks one version of TLS only, and old ones too.
class SpeakingModernTlsTest {
  private static final Duration HANG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final List<Process> servers = new ArrayList<>();

  @BeforeEach
  void a_certificate_for_localhost() throws Exception {
    Process made =
        openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x"
                + " -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem");
    assertThat(made.waitFor()).isZero();
  }

  @AfterEach
  void the_servers_end() {
    servers.forEach(Process::destroy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1_2", "tls1_3"})
  void a_modern_version_is_spoken(String version) throws Exception {
    assertThat(status(serving(version))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls1", "tls1_1"})
  void an_old_version_is_refused(String version) throws Exception {
    int port = serving(version);
    assertThatThrownBy(() -> status(port)).isInstanceOf(SSLException.class);
    assertThat(saysHello(port, version)).as("it would have spoken " + version).isTrue();
  }

  private int status(int port) throws IOException {
    return new Connections(
            ServerAddress.parse("https://localhost:" + port), folder.resolve("cert.pem"))
        .open("/", HANG)
        .getResponseCode();
  }

  /// @return the port of a server that speaks this version alone
  private int serving(String version) throws IOException {
    Process server =
        openssl(
            "s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -www -cipher"
                + " ALL:@SECLEVEL=0 -"
                + version);
    servers.add(server);
    var lines =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("ACCEPT ")) {
      line = lines.readLine();
    }
    assertThat(line).as("where it listens").isNotNull();
    return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  /// Whether a client that is as old can talk to it.
  private boolean saysHello(int port, String version) throws Exception {
    Process client =
        openssl("s_client -connect 127.0.0.1:" + port + " -cipher ALL:@SECLEVEL=0 -" + version);
    client.getOutputStream().close();
    client.getInputStream().readAllBytes();
    return client.waitFor() == 0;
  }

  private Process openssl(String arguments) throws IOException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
  }
}
