package dev.claviger.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.server.config.ServerSettings.TlsFiles;
import dev.claviger.server.config.SettingsProblem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S3: certificate and key are read again without a restart.
class RenewingACertificateTest {
  /// Ten times the time between two looks.
  private static final Duration HANG = Duration.ofSeconds(100);

  @TempDir private Path data = Path.of("");

  @Test
  void a_running_server_shows_the_new_one_on_both_listeners() throws Exception {
    try (var server = new TlsServer(data)) {
      TlsClient client = TlsClient.trusting(server.authority());
      for (URI listener : server.listeners()) {
        assertThat(client.names(listener)).contains(TlsServer.NAME);
      }
      TlsServer.maker(data).make(List.of("new.example.org"));
      for (URI listener : server.listeners()) {
        long end = System.nanoTime() + HANG.toNanos();
        while (!client.names(listener).contains("new.example.org")) {
          assertThat(System.nanoTime()).isLessThan(end);
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(client.get(listener + "/api/v1/server").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void half_of_a_pair_changes_nothing() throws Exception {
    TlsServer.maker(data).make(List.of(TlsServer.NAME));
    TlsClient client = TlsClient.trusting(TlsServer.authority(data));
    TlsFiles files = TlsServer.files(data);
    try (ReloadingTls tls = ReloadingTls.open(files);
        var listener = tls.tls().sslContext().getServerSocketFactory().createServerSocket(0)) {
      var address = URI.create("https://127.0.0.1:" + listener.getLocalPort());
      Thread.ofVirtual().start(() -> accept(listener));
      String before = client.names(address);
      Files.writeString(files.certificate(), "half a file");
      touch(files.certificate(), 2);
      tls.reloadIfChanged();
      assertThat(client.names(address)).isEqualTo(before);
      TlsServer.maker(data).make(List.of("new.example.org"));
      touch(files.certificate(), 4);
      tls.reloadIfChanged();
      assertThat(client.names(address)).contains("new.example.org");
    }
  }

  private static void accept(ServerSocket listener) {
    try {
      while (true) {
        try (var socket = (SSLSocket) listener.accept()) {
          socket.startHandshake();
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  private static void touch(Path file, long seconds) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
  }

  @Test
  void a_key_of_another_certificate_stops_the_start(@TempDir Path other) {
    TlsServer.maker(data).make(List.of(TlsServer.NAME));
    TlsServer.maker(other).make(List.of("a.example.org"));
    var mixed = new TlsFiles(TlsServer.files(data).certificate(), TlsServer.files(other).key());
    assertThatThrownBy(() -> ReloadingTls.open(mixed))
        .isInstanceOf(SettingsProblem.class)
        .hasMessage(
            "CLAVIGER_TLS_KEY is not the key of the certificate in CLAVIGER_TLS_CERTIFICATE");
  }

  @Test
  void a_file_that_is_no_certificate_stops_the_start() throws Exception {
    TlsServer.maker(data).make(List.of(TlsServer.NAME));
    Path file = Files.writeString(data.resolve("x.crt"), "canary");
    var wrong = new TlsFiles(file, TlsServer.files(data).key());
    assertThatThrownBy(() -> ReloadingTls.open(wrong))
        .isInstanceOf(SettingsProblem.class)
        .hasMessageContaining("CLAVIGER_TLS_CERTIFICATE")
        .hasMessageNotContaining("canary");
  }
}
