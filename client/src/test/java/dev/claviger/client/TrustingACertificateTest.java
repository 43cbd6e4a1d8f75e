package dev.claviger.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// I14: values travel over an authenticated TLS connection only.
class TrustingACertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;
  private Plane plane;

  @BeforeEach
  void a_server_with_a_certificate_for_localhost() throws Exception {
    keytool("-genkeypair", "-keystore", "server.p12", "-ext", "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-keystore", "server.p12", "-file", "server.pem");
    keytool("-genkeypair", "-keystore", "other.p12", "-ext", "san=dns:localhost");
    keytool("-exportcert", "-rfc", "-keystore", "other.p12", "-file", "other.pem");
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(loopback, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity()));
    plane = new Plane(server, exchange -> Plane.send(exchange, new byte[0]));
  }

  @AfterEach
  void the_server_stops() {
    plane.close();
  }

  @Test
  void a_named_authority_is_trusted() {
    assertThatCode(() -> call("localhost", "server.pem")).doesNotThrowAnyException();
  }

  @Test
  void another_authority_is_not() {
    assertThatThrownBy(() -> call("localhost", "other.pem"))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("--ca-file");
    assertThat(plane.headers).as("no token was sent").isEmpty();
  }

  @Test
  void another_host_name_is_refused() {
    assertThatThrownBy(() -> call("127.0.0.1", "server.pem"))
        .isInstanceOf(Unreachable.class)
        .hasMessageContaining("127.0.0.1");
    assertThat(plane.headers).as("no token was sent").isEmpty();
  }

  @Test
  void a_file_without_certificates_is_named() throws IOException {
    Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> call("localhost", "empty.pem"))
        .hasMessageContaining("empty.pem holds no PEM certificates");
  }

  private void call(String host, String authority) {
    var address = ServerAddress.parse("https://" + host + ":" + plane.port());
    try (var token = SecretValue.copyOf("clv_agt_x".getBytes(UTF_8))) {
      new ServicePlane(address, token, folder.resolve(authority))
          .getSecrets(null, List.of(new SecretName("A")));
    }
  }

  private SSLContext identity() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", "changeit", "-alias", "server"));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-dname", "CN=localhost", "-validity", "2"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
