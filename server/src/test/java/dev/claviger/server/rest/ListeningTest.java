package dev.claviger.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.http.Sockets;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final SecureRandom random = new SecureRandom();
  private WebServer server = WebServer.builder().build();

  @BeforeEach
  void start() {
    var builder = WebServer.builder().port(0).routing(new RestPlane(random).routing());
    Sockets.configure(builder, Optional.empty(), random);
    server = builder.build().start();
  }

  @AfterEach
  void stop() {
    server.stop();
    client.close();
  }

  @Test
  void health_needs_no_credential() throws Exception {
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
