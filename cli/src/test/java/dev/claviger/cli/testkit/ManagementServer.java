package dev.claviger.cli.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands for a server where the wire is trivial: it gives prepared answers and remembers what it
/// was sent. The real one is met in the module `spec`.
public final class ManagementServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Prepared> answers = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  /// On a free port of this machine.
  public ManagementServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    answers("GET /api/v1/server", 200, "{\"state\":\"ready\",\"version\":\"0.1.0\"}");
  }

  /// One request as it came.
  ///
  /// @param call method and path with its query, such as `GET /api/v1/spaces?limit=1000`
  /// @param authorization the header, or empty
  public record Received(
      String call, String authorization, String idempotencyKey, String type, String body) {}

  private record Prepared(int status, Map<String, String> headers, String body) {}

  /// Its address.
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Prepares the answer to a call.
  ///
  /// @param call method and path, without a query
  public ManagementServer answers(String call, int status, String body) {
    answers.put(call, new Prepared(status, Map.of(), body));
    return this;
  }

  /// Prepares a redirect.
  public ManagementServer redirects(String call, String location) {
    answers.put(call, new Prepared(302, Map.of("Location", location), ""));
    return this;
  }

  /// What it was sent, in order.
  public List<Received> received() {
    return received;
  }

  /// The last request.
  public Received last() {
    return received.getLast();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            call,
            header(exchange, "Authorization"),
            header(exchange, "Idempotency-Key"),
            header(exchange, "Content-Type"),
            body));
    String path = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    Prepared prepared =
        answers.getOrDefault(
            path,
            new Prepared(
                404, Map.of(), "{\"code\":\"not_found\",\"detail\":\"there is no " + path + "\"}"));
    prepared.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = prepared.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(prepared.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
