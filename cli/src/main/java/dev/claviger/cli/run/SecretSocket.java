package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `CLAVIGER_SOCKET`: where a program that runs under us fetches its current values, by HTTP/1.1.
///
/// - `GET /v1/secrets` → names and versions as JSON
/// - `GET /v1/secrets/NAME` → the bytes of the value, and its version in `Claviger-Version`
/// - `PUT /v1/signal`, body `USR1` → the program handles this signal from now on
///
/// Open to every process of this user. It answers from the copy that was recorded when it was
/// fetched, so it works while the server is away. One connection, one answer.
final class SecretSocket implements AutoCloseable {
  /// Of one moment. One more ends the oldest, so that idle ones cannot keep others out.
  static final int MAX_CONNECTIONS = 64;

  private static final String SECRETS = "/v1/secrets";
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
  private static final String OFFER =
      "there are GET /v1/secrets, GET /v1/secrets/NAME and PUT /v1/signal\n";

  private final SocketFolder folder;
  private final ServerSocketChannel listener;
  private final HeldSecrets held;
  private final Predicate<String> signalHandled;
  private final Deque<SocketChannel> open = new ArrayDeque<>();

  private SecretSocket(
      SocketFolder folder,
      ServerSocketChannel listener,
      HeldSecrets held,
      Predicate<String> signalHandled) {
    this.folder = folder;
    this.listener = listener;
    this.held = held;
    this.signalHandled = signalHandled;
  }

  /// @param signalHandled gets the name of a signal; false: it is not the one that would be sent
  static SecretSocket open(SocketFolder folder, HeldSecrets held, Predicate<String> signalHandled) {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(folder.socket()), MAX_CONNECTIONS);
      Files.setPosixFilePermissions(folder.socket(), PosixFilePermissions.fromString("rw-------"));
      var socket = new SecretSocket(folder, listener, held, signalHandled);
      Thread.ofVirtual().name("socket").start(socket::accept);
      return socket;
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return folder.socket();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel connection = listener.accept();
        admit(connection);
        Thread.ofVirtual().name("socket connection").start(() -> serve(connection));
      } catch (IOException e) {
        LockSupport.parkNanos(AFTER_FAILURE.toNanos()); // closed, or too many open files
      }
    }
  }

  private void admit(SocketChannel connection) throws IOException {
    synchronized (open) {
      if (open.size() == MAX_CONNECTIONS) {
        open.removeFirst().close();
      }
      open.addLast(connection);
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      OutputStream out = Channels.newOutputStream(connection);
      try {
        var in = new BufferedInputStream(Channels.newInputStream(connection));
        SocketRequest request = SocketRequest.read(in);
        if (request != null) {
          answer(request, out);
        }
      } catch (SocketRequest.Bad bad) {
        send(out, bad.status(), "", text("the request was not understood\n"));
      }
    } catch (IOException e) {
      // The client went away.
    } finally {
      synchronized (open) {
        open.remove(connection);
      }
    }
  }

  private void answer(SocketRequest request, OutputStream out) throws IOException {
    String call = request.method() + " " + request.path();
    if (call.equals("GET " + SECRETS)) {
      send(out, 200, "Content-Type: application/json\r\n", text(list()));
    } else if (call.startsWith("GET " + SECRETS + "/")) {
      value(request.path().substring(SECRETS.length() + 1), out);
    } else if (call.equals("PUT /v1/signal")) {
      boolean right = signalHandled.test(request.body().strip());
      send(out, right ? 204 : 409, "", text(right ? "" : "another signal is sent, or none\n"));
    } else {
      boolean known = request.path().startsWith(SECRETS) || request.path().equals("/v1/signal");
      send(out, known ? 405 : 404, "", text(OFFER));
    }
  }

  private String list() {
    return held.versions().entrySet().stream()
        .map(each -> "{\"name\":\"" + each.getKey() + "\",\"version\":" + each.getValue() + "}")
        .collect(Collectors.joining(",", "{\"secrets\":[", "]}\n"));
  }

  private record Answer(Version version, SecretValue value) {}

  private void value(String name, OutputStream out) throws IOException {
    Answer found = copy(name);
    if (found == null) {
      send(out, 404, "", text("there is no such secret\n"));
      return;
    }
    try (SecretValue value = found.value()) {
      String headers =
          "Content-Type: application/octet-stream\r\nClaviger-Version: " + found.version() + "\r\n";
      byte[] body = value.reveal(bytes -> bytes.clone());
      send(out, 200, headers, body);
      Arrays.fill(body, (byte) 0);
    }
  }

  private @Nullable Answer copy(String name) {
    try {
      return held.lend(
          new SecretName(name), (version, value) -> new Answer(version, SecretValue.copyOf(value)));
    } catch (InvalidInput notAName) {
      return null;
    }
  }

  private static byte[] text(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /// @param headers each ended by a line end
  private static void send(OutputStream out, int status, String headers, byte[] body)
      throws IOException {
    String length = status == 204 ? "" : "Content-Length: " + body.length + "\r\n";
    out.write(
        text(
            "HTTP/1.1 "
                + status
                + " "
                + (status < 300 ? "OK" : "Refused")
                + "\r\n"
                + headers
                + length
                + "Cache-Control: no-store\r\nConnection: close\r\n\r\n"));
    if (status != 204) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // It ends with the process.
    }
    folder.close();
  }
}
