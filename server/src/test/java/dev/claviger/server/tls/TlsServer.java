package dev.claviger.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.ClavigerServer;
import dev.claviger.server.config.ServerSettings.TlsFiles;
import dev.claviger.server.config.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A whole server with a certificate that `server cert` made, on free ports.
final class TlsServer implements AutoCloseable {
  static final String NAME = "secrets.example.org";

  private final Path data;
  private final ClavigerServer server;

  /// @param data an empty folder
  TlsServer(Path data) {
    this.data = data;
    maker(data).make(List.of(NAME));
    var environment =
        Map.of(
            "CLAVIGER_DATA", data.toString(),
            "CLAVIGER_REST_LISTEN", "127.0.0.1:0",
            "CLAVIGER_GRPC_LISTEN", "127.0.0.1:0");
    server =
        ClavigerServer.start(
            new SettingsReader(environment, data, "tester").settings(),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
  }

  static CertificateMaker maker(Path data) {
    return new CertificateMaker(data, Clock.systemUTC(), new SecureRandom());
  }

  static Path authority(Path data) {
    return data.resolve("tls/ca.crt");
  }

  static TlsFiles files(Path data) {
    return new TlsFiles(data.resolve("tls/server.crt"), data.resolve("tls/server.key"));
  }

  Path authority() {
    return authority(data);
  }

  URI rest() {
    return URI.create(server.rest());
  }

  URI grpc() {
    return URI.create(server.grpc());
  }

  List<URI> listeners() {
    return List.of(rest(), grpc());
  }

  @Override
  public void close() {
    server.close();
  }
}
