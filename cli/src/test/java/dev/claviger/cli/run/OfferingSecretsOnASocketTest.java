package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.client.FetchedSecret;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OfferingSecretsOnASocketTest {
  @TempDir Path runtime;
  private HeldSecrets held;
  private SecretSocket socket;
  private final List<String> asked = new ArrayList<>();

  @BeforeEach
  void a_socket_with_two_secrets() {
    held = new HeldSecrets(2, _ -> true);
    put(0, "API_KEY", 3, "first\n");
    put(1, "API_KEY", 7, "later\0\u00FF\n");
    put(0, "OTHER", 1, "");
    socket = SecretSocket.open(SocketFolder.create(runtime.toString()), held, this::ask);
  }

  @AfterEach
  void it_goes() {
    socket.close();
    assertThat(runtime).isEmptyDirectory();
  }

  private void put(int scope, String name, long version, String value) {
    held.put(
        scope,
        new FetchedSecret(
            new SecretName(name),
            new Version(version),
            SecretValue.copyOf(value.getBytes(ISO_8859_1)),
            null));
  }

  private boolean ask(String signal) {
    asked.add(signal);
    return signal.equals("USR1");
  }

  private String curl(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("curl", "-s", "-i", "--unix-socket"));
    command.add(socket.path().toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /// The whole answer to bytes that no ordinary client sends.
  private String raw(String request) throws IOException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
      channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
      channel.shutdownOutput();
      return new String(Channels.newInputStream(channel).readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void a_value_comes_byte_for_byte_with_its_version() throws IOException {
    assertThat(curl("http://localhost/v1/secrets/API_KEY"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Claviger-Version: 7\r\n", "Cache-Control: no-store\r\n")
        .endsWith("\r\n\r\nlater\0\u00FF\n");
    assertThat(curl("http://localhost/v1/secrets/OTHER")).contains("Content-Length: 0\r\n");
  }

  @Test
  void the_list_has_names_and_versions_and_no_value() throws IOException {
    assertThat(curl("http://localhost/v1/secrets"))
        .endsWith(
            "{\"secrets\":[{\"name\":\"API_KEY\",\"version\":7},{\"name\":\"OTHER\",\"version\":1}]}\n");
  }

  @Test
  void python_and_node_read_it_too() throws Exception {
    String python =
        """
        import http.client, socket, sys
        c = http.client.HTTPConnection('x')
        c.sock = socket.socket(socket.AF_UNIX); c.sock.connect(sys.argv[1])
        c.request('GET', '/v1/secrets/API_KEY'); r = c.getresponse()
        print(r.status, r.headers['Claviger-Version'], len(r.read()))
        """;
    String node =
        """
        require('http').get({ socketPath: process.argv[1], path: '/v1/secrets/API_KEY' }, (r) => {
          let n = 0; r.on('data', (d) => n += d.length);
          r.on('end', () => console.log(r.statusCode, r.headers['claviger-version'], n)); });
        """;
    String path = socket.path().toString();
    for (List<String> command :
        List.of(List.of("python3", "-c", python, path), List.of("node", "-e", node, path))) {
      Process process = new ProcessBuilder(command).start();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(printed.strip()).isEqualTo("200 7 8");
    }
  }

  @Test
  void a_program_can_ask_for_its_signal() throws IOException {
    assertThat(curl("-X", "PUT", "-d", "USR1", "http://localhost/v1/signal")).contains(" 204 ");
    assertThat(curl("-X", "PUT", "-d", "HUP\n", "http://localhost/v1/signal")).contains(" 409 ");
    assertThat(asked).containsExactly("USR1", "HUP");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/secrets/MISSING HTTP/1.1, 404",
    "GET /v1/secrets/ HTTP/1.1, 404",
    "GET /v1/secrets/../API_KEY HTTP/1.1, 404",
    "GET /v1/secrets/API%5fKEY HTTP/1.1, 404",
    "GET / HTTP/1.1, 404",
    "GET /v1/other HTTP/1.1, 404",
    "POST /v1/secrets/API_KEY HTTP/1.1, 405",
    "DELETE /v1/secrets/API_KEY HTTP/1.1, 405",
    "GET /v1/signal HTTP/1.1, 405",
    "GET /v1/secrets, 400",
    "nonsense, 400",
  })
  void anything_else_is_refused(String line, int status) throws IOException {
    assertThat(raw(line + "\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void a_request_has_limits() throws IOException {
    String head = "PUT /v1/signal HTTP/1.1\r\n";
    int most = SocketRequest.MAX_BODY;
    assertThat(raw(head + "Content-Length: " + most + "\r\n\r\n" + "x".repeat(most)))
        .contains(" 409 ");
    assertThat(raw(head + "Content-Length: " + (most + 1) + "\r\n\r\n")).contains(" 413 ");
    assertThat(raw(head + "Content-Length: 99999999999\r\n\r\n")).contains(" 400 ");
    assertThat(raw(head + "Content-Length: 5\r\n\r\nUSR1")).as("cut off").contains(" 400 ");
    assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n")).contains(" 411 ");
    String start = "GET /v1/secrets HTTP/1.1\r\nX: ";
    String fill = "x".repeat(SocketRequest.MAX_HEAD - start.length() - 4);
    assertThat(raw(start + fill + "\r\n\r\n")).contains(" 200 ");
    assertThat(raw(start + fill + "x\r\n\r\n")).contains(" 431 ");
    assertThat(raw(head)).as("cut off").contains(" 400 ");
    assertThat(raw("")).isEmpty();
  }

  @Test
  void idle_connections_do_not_keep_others_out() throws IOException {
    var idle = new ArrayList<SocketChannel>();
    for (int i = 0; i < SecretSocket.MAX_CONNECTIONS + 10; i++) {
      idle.add(SocketChannel.open(UnixDomainSocketAddress.of(socket.path())));
    }
    assertThat(curl("http://localhost/v1/secrets")).contains(" 200 ");
    for (SocketChannel each : idle) {
      each.close();
    }
  }

  @Test
  void many_read_while_values_change() throws Exception {
    try (var threads = Executors.newFixedThreadPool(16)) {
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> raw("GET /v1/secrets/API_KEY HTTP/1.1\r\n\r\n")));
        put(1, "API_KEY", 100 + i, "value-" + (100 + i));
      }
      for (Future<String> answer : answers) {
        String text = answer.get();
        if (!text.isEmpty() && !text.contains("Claviger-Version: 7")) { // dropped, or the first
          String version = text.replaceAll("(?s).*Claviger-Version: (\\d+).*", "$1");
          assertThat(text).endsWith("\r\n\r\nvalue-" + version);
        }
      }
    }
  }

  @Test
  void only_this_user_gets_in() throws IOException {
    Path folder = socket.path().resolveSibling("");
    assertThat(Files.getPosixFilePermissions(socket.path())).hasSize(2);
    assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
  }

  @Test
  void what_a_killed_run_left_behind_is_removed_by_a_later_one() throws IOException {
    Path abandoned;
    try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      SocketFolder killed = SocketFolder.create(runtime.toString());
      listener.bind(UnixDomainSocketAddress.of(killed.socket()));
      abandoned = killed.socket().resolveSibling("");
    }
    SocketFolder.create(runtime.toString()).close();
    assertThat(abandoned).as("perhaps still being made").exists();
    for (Path each : List.of(abandoned, socket.path().resolveSibling(""))) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
    SocketFolder.create(runtime.toString()).close();
    assertThat(abandoned).doesNotExist();
    assertThat(socket.path()).as("of a run that lives").exists();
  }

  @Test
  void a_folder_with_too_long_a_name_is_passed_over() throws IOException {
    Path deep = Files.createDirectories(runtime.resolve("d".repeat(100)));
    try (var folder = SocketFolder.create(deep.toString())) {
      assertThat(folder.socket().toString()).doesNotStartWith(deep.toString());
    }
    assertThat(deep).isEmptyDirectory();
    Files.delete(deep);
  }
}
