package dev.claviger.cli.rest;

import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The listener that people manage with (8420), as one credential sees it.
///
/// Every answer arrives within 10 seconds, or 2 minutes where the server has to read its whole
/// log, and has at most 32 MiB; else it is [Unreachable].
public final class ManagementPlane {
  /// Below this all routes stand.
  public static final String BASE = "/api/v1";

  static final int MAX_ANSWER = 32 * 1024 * 1024;

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LONG_ANSWER = Duration.ofMinutes(2);
  private static final int PAGE = 1000;

  private final Connections connections;
  private final @Nullable SecretValue token;

  /// @param token stays the caller's to close; null where nothing is to be proved
  public ManagementPlane(Connections connections, @Nullable SecretValue token) {
    this.connections = connections;
    this.token = token;
  }

  /// The listener.
  public ServerAddress address() {
    return connections.address();
  }

  /// Reads one thing.
  public Json get(String path) {
    return call("GET", BASE + path, null).json();
  }

  /// Creates, or does something that is no plain change.
  ///
  /// The key lets the server recognise the call, should a network repeat it.
  public Json post(String path, RequestBody body) {
    return call("POST", BASE + path, body.finished()).json();
  }

  /// As [#post], where the answer holds a token and must not become strings.
  ///
  /// @return its bytes are the caller's to wipe
  public Answer send(String path, RequestBody body) {
    return call("POST", BASE + path, body.finished());
  }

  /// As [#post], where the server may take minutes.
  public Json postAndWait(String path) {
    try (var body = new RequestBody()) {
      return exchange("POST", BASE + path, body.finished(), LONG_ANSWER).json();
    }
  }

  /// Writes the whole of one thing.
  public Json put(String path, RequestBody body) {
    return call("PUT", BASE + path, body.finished()).json();
  }

  /// Changes some fields of one thing.
  public Json patch(String path, RequestBody body) {
    return call("PATCH", BASE + path, body.finished()).json();
  }

  /// Removes one thing.
  public void delete(String path) {
    call("DELETE", BASE + path, null);
  }

  /// All pages of a list.
  ///
  /// @param path may hold a query
  /// @param plural the field with the elements
  public List<Json> list(String path, String plural) {
    var all = new ArrayList<Json>();
    String separator = path.contains("?") ? "&" : "?";
    String first = path + separator + "limit=" + PAGE;
    String next = first;
    while (true) {
      Json page = get(next);
      all.addAll(page.items(plural));
      String cursor = page.find("next");
      if (cursor == null) {
        return all;
      }
      next = first + "&after=" + Query.encoded(cursor);
    }
  }

  /// Any call, for people who know the contract.
  ///
  /// @param path from the root of the listener
  /// @throws ServerProblem if the server refuses
  /// @throws Unreachable if it does not answer
  public Answer call(String method, String path, byte @Nullable [] body) {
    return exchange(method, path, body, ANSWER);
  }

  private Answer exchange(String method, String path, byte @Nullable [] body, Duration patience) {
    Answer answer;
    try {
      // The JDK's light client does not know PATCH, and its other one costs 300 ms to load.
      answer =
          method.equals("PATCH")
              ? Patch.send(connections, path, token, body, patience)
              : send(method, path, body, patience);
    } catch (IOException e) {
      throw new Unreachable(address(), e);
    }
    if (answer.status() >= 300) {
      throw problem(answer);
    }
    return answer;
  }

  private Answer send(String method, String path, byte @Nullable [] body, Duration patience)
      throws IOException {
    HttpURLConnection connection = connections.open(path, patience);
    try {
      connection.setRequestMethod(method);
      connection.setRequestProperty("Accept", "application/json");
      if (token != null) {
        connection.setRequestProperty("Authorization", token.reveal(ManagementPlane::bearer));
      }
      if (method.equals("POST")) {
        connection.setRequestProperty("Idempotency-Key", UUID.randomUUID().toString());
      }
      if (body != null) {
        write(connection, body);
      }
      return read(connection);
    } finally {
      connection.disconnect();
    }
  }

  static String bearer(byte[] token) {
    return "Bearer " + new String(token, StandardCharsets.US_ASCII);
  }

  private static void write(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setFixedLengthStreamingMode(body.length); // it makes no copy of the body
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  private static Answer read(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    InputStream stream = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (stream == null) {
      return new Answer(status, new byte[0]);
    }
    try (stream) {
      byte[] bytes = stream.readNBytes(MAX_ANSWER + 1);
      if (bytes.length > MAX_ANSWER) {
        throw new IOException("the answer is longer than 32 MiB");
      }
      return new Answer(status, bytes);
    }
  }

  private ServerProblem problem(Answer answer) {
    Json problem;
    try {
      problem = JsonReader.read(answer.bytes());
    } catch (JsonReader.Malformed _) {
      problem = Json.nothing();
    }
    String code = problem.find("code");
    if (code == null && answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      // The JDK's light client keeps the body of a 401 to itself when the call had one.
      return new ServerProblem(
          "unauthenticated", answer.status(), "the credential is unknown, or has ended", "");
    }
    if (code == null) {
      return new ServerProblem(
          ServerProblem.UNEXPECTED_ANSWER,
          answer.status(),
          address() + " does not answer like a Claviger server: HTTP status " + answer.status(),
          "");
    }
    String detail = problem.find("detail");
    return new ServerProblem(
        code,
        answer.status(),
        detail == null ? problem.text("title") : detail,
        problem.text("request_id"));
  }
}
