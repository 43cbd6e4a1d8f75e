package dev.claviger.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A real HTTP server that speaks as much of the Connect protocol as a test tells it to.
final class Plane implements AutoCloseable {
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  final List<byte[]> bodies = Collections.synchronizedList(new ArrayList<>());
  final List<String> headers = Collections.synchronizedList(new ArrayList<>());

  Plane(HttpServer server, Script script) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> headers.add(name + ": " + String.join(",", values)));
          headers.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          try (exchange) {
            script.answer(exchange);
          }
        });
    server.start();
  }

  static Plane answering(Script script) {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new Plane(HttpServer.create(loopback, 0), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  ServerAddress address() {
    return ServerAddress.parse("http://127.0.0.1:" + port());
  }

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  static void send(HttpExchange exchange, byte[] message) throws IOException {
    send(exchange, 200, "application/proto", message);
  }

  /// Sends frames and ends the answer.
  static void stream(HttpExchange exchange, byte[]... frames) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/connect+proto");
    exchange.sendResponseHeaders(200, 0);
    for (byte[] frame : frames) {
      exchange.getResponseBody().write(frame);
      exchange.getResponseBody().flush();
    }
  }

  /// Keeps an answer open, as a server does that has gone silent.
  void hold() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static byte[] frame(int flags, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flags)
        .putInt(message.length)
        .put(message)
        .array();
  }

  static byte[] end(String json) {
    return frame(2, json.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] secret(String name, long version, String value) {
    return new ProtoWriter()
        .string(1, name)
        .uint64(2, version)
        .bytes(3, value.getBytes(StandardCharsets.UTF_8))
        .toBytes();
  }

  static byte[] page(String next, byte[]... secrets) {
    var message = new ByteArrayOutputStream();
    for (byte[] secret : secrets) {
      message.writeBytes(new ProtoWriter().bytes(1, secret).toBytes());
    }
    message.writeBytes(new ProtoWriter().string(2, next).toBytes());
    return message.toByteArray();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
