package dev.claviger.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.HexFormat;

/// What a listener answers to the first bytes of a connection. A ClientHello written by hand does
/// not depend on what the JDK of the test would still speak.
final class FirstBytes {
  /// A fatal alert `protocol_version`, without the version in front of it.
  static final String REFUSED_VERSION = "0002" + "0246";

  static final int ALERT = 0x15;
  static final int HANDSHAKE = 0x16;

  private static final int HANG_MILLIS = 60_000;

  /// ECDHE with ECDSA over P-256 and AES: for TLS 1.0 and 1.1 with CBC, for 1.2 with GCM.
  private static final String SUITES = "0008" + "c009" + "c00a" + "c02b" + "c02c";

  private static final String EXTENSIONS =
      "000a"
          + "0004"
          + "0002"
          + "0017" // supported groups: P-256
          + "000b"
          + "0002"
          + "0100" // points as they are
          + "000d"
          + "0006"
          + "0004"
          + "0403"
          + "0401"; // ECDSA and RSA, with SHA-256

  private FirstBytes() {}

  /// A ClientHello whose highest version is that one.
  ///
  /// @param version such as `0302` for TLS 1.1
  static byte[] clientHello(String version) {
    String random = "5a".repeat(32);
    String extensions = "%04x".formatted(EXTENSIONS.length() / 2) + EXTENSIONS;
    String hello = version + random + "00" + SUITES + "0100" + extensions;
    String message = "01" + "%06x".formatted(hello.length() / 2) + hello;
    return HexFormat.of()
        .parseHex("16" + "0301" + "%04x".formatted(message.length() / 2) + message);
  }

  static byte[] plainRequest() {
    return "GET /api/v1/server HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        .getBytes(US_ASCII);
  }

  /// Sends `bytes`, and reads until the server closes or has said enough for a handshake.
  static byte[] answer(URI listener, byte[] bytes) throws IOException {
    var answer = new ByteArrayOutputStream();
    try (var socket = new Socket(listener.getHost(), listener.getPort())) {
      socket.setSoTimeout(HANG_MILLIS);
      socket.getOutputStream().write(bytes);
      var in = socket.getInputStream();
      while (answer.size() == 0 || answer.toByteArray()[0] != HANDSHAKE) {
        int one = in.read();
        if (one < 0) {
          break;
        }
        answer.write(one);
      }
    } catch (SocketException _) {
      // closed while we spoke: that is an answer, too
    }
    return answer.toByteArray();
  }
}
