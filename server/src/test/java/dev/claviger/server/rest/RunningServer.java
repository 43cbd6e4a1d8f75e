package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.ClavigerServer;
import dev.claviger.server.config.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/// A whole server on free ports, with a client for its management plane.
final class RunningServer implements AutoCloseable {
  static final String PASSWORD = "Correct-horse-battery-9";

  private final HttpClient client = HttpClient.newHttpClient();
  private final ClavigerServer server;
  private final String token;

  /// @param data an empty folder
  RunningServer(Path data, Map<String, String> more) {
    var environment = new HashMap<>(more);
    environment.put("CLAVIGER_DATA", data.toString());
    environment.put("CLAVIGER_REST_LISTEN", "127.0.0.1:0");
    environment.put("CLAVIGER_GRPC_LISTEN", "127.0.0.1:0");
    server =
        ClavigerServer.start(
            new SettingsReader(environment, data, "tester").settings(),
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
    token = server.sealed() ? "" : firstSignIn(data);
  }

  RunningServer(Path data) {
    this(data, Map.of());
  }

  private String firstSignIn(Path data) {
    try {
      String first = Files.readString(data.resolve("first-admin-token")).strip();
      Answer answer =
          anonymous("POST", "/api/v1/sessions")
              .body("{\"first_token\":\"" + first + "\",\"password\":\"" + PASSWORD + "\"}")
              .send();
      return answer.text("token");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String rest() {
    return server.rest();
  }

  String grpc() {
    return server.grpc();
  }

  /// A request of the administrator.
  Request admin(String method, String path) {
    return new Request(method, rest() + path).header("Authorization", "Bearer " + token);
  }

  /// A request of whom `credential` proves.
  Request by(String credential, String method, String path) {
    return new Request(method, rest() + path).header("Authorization", "Bearer " + credential);
  }

  Request anonymous(String method, String path) {
    return new Request(method, rest() + path);
  }

  Request onServicePlane(String method, String path) {
    return new Request(method, grpc() + path);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }

  /// A request that is being put together.
  final class Request {
    private final String method;
    private final String address;
    private final List<String> headers = new ArrayList<>();
    private String body = "";

    private Request(String method, String address) {
      this.method = method;
      this.address = address;
    }

    Request header(String name, String value) {
      headers.add(name);
      headers.add(value);
      return this;
    }

    Request body(String json) {
      body = json;
      return this;
    }

    Answer send() {
      var request =
          HttpRequest.newBuilder(URI.create(address))
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      if (!body.isEmpty() && !headers.contains("Content-Type")) {
        headers.addAll(List.of("Content-Type", "application/json"));
      }
      if (!headers.isEmpty()) {
        request.headers(headers.toArray(String[]::new));
      }
      try {
        return new Answer(client.send(request.build(), BodyHandlers.ofString(UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// What came back.
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// JSON is YAML.
    Map<String, Object> json() {
      return new Yaml().load(body());
    }

    String text(String field) {
      return String.valueOf(json().get(field));
    }

    String code() {
      return text("code");
    }
  }
}
