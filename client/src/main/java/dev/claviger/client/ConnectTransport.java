package dev.claviger.client;

import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Calls of the Connect protocol, version 1, over HTTP/1.1: connectrpc.com/docs/protocol
///
/// Where the JVM runs with `-Dsun.net.http.retryPost=false`, no call is sent twice.
final class ConnectTransport {
  /// Of one message, in bytes.
  static final int MAX_MESSAGE = 4 * 1024 * 1024;

  static final int FRAME_HEADER = 5;

  private static final String SERVICE = "/claviger.v1.SecretService/";
  private static final String UNARY = "application/proto";
  private static final String STREAM = "application/connect+proto";
  private static final int MAX_ERROR = 64 * 1024;

  private final Connections connections;
  private final SecretValue token;
  private final Duration answerTimeout;
  private final Duration silenceTimeout;

  /// @param answerTimeout how long a unary call may take
  /// @param silenceTimeout how long a stream may be silent
  ConnectTransport(
      Connections connections, SecretValue token, Duration answerTimeout, Duration silenceTimeout) {
    this.connections = connections;
    this.token = token;
    this.answerTimeout = answerTimeout;
    this.silenceTimeout = silenceTimeout;
  }

  ServerAddress address() {
    return connections.address();
  }

  /// One message there, one back.
  byte[] unary(String method, byte[] message) throws IOException {
    HttpURLConnection connection = sent(method, UNARY, message, answerTimeout);
    try (InputStream answer = accepted(connection, UNARY)) {
      return limited(answer, MAX_MESSAGE);
    } finally {
      connection.disconnect();
    }
  }

  /// One message there, frames back. The caller disconnects.
  HttpURLConnection stream(String method, byte[] message) throws IOException {
    byte[] frame =
        ByteBuffer.allocate(FRAME_HEADER + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    return sent(method, STREAM, frame, silenceTimeout);
  }

  /// The frames of an accepted stream.
  ///
  /// @throws ServerProblem if the server refused the call
  InputStream frames(HttpURLConnection connection) throws IOException {
    return accepted(connection, STREAM);
  }

  private HttpURLConnection sent(String method, String type, byte[] body, Duration readTimeout)
      throws IOException {
    HttpURLConnection connection = connections.open(SERVICE + method, readTimeout);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", type);
    connection.setRequestProperty("Accept", type);
    connection.setRequestProperty("Connect-Protocol-Version", "1");
    connection.setRequestProperty("Authorization", token.reveal(ConnectTransport::bearer));
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return connection;
  }

  private static String bearer(byte[] token) {
    return "Bearer " + new String(token, StandardCharsets.US_ASCII);
  }

  private InputStream accepted(HttpURLConnection connection, String type) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      throw problem(connection, status);
    }
    if (!type.equals(connection.getContentType())) {
      throw ServerProblem.unexpected(address(), "its answer is no " + type);
    }
    return connection.getInputStream();
  }

  private ServerProblem problem(HttpURLConnection connection, int status) throws IOException {
    String code = connection.getHeaderField("claviger-code");
    String requestId = connection.getHeaderField("claviger-request-id");
    try (InputStream body = connection.getErrorStream()) {
      var error = ConnectError.ofBody(body == null ? new byte[0] : limited(body, MAX_ERROR));
      return new ServerProblem(
          code == null ? error.code() : code,
          status,
          error.message(),
          requestId == null ? error.requestId() : requestId);
    } catch (MalformedMessage e) {
      return without(code, status);
    }
  }

  private ServerProblem without(@Nullable String code, int status) {
    return code == null
        ? ServerProblem.unexpected(address(), "HTTP status " + status)
        : new ServerProblem(code, status, "the server refused with " + code, "");
  }

  private static byte[] limited(InputStream body, int maxBytes) throws IOException {
    byte[] bytes = body.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new MalformedMessage("an answer is longer than " + maxBytes + " bytes");
    }
    return bytes;
  }
}
