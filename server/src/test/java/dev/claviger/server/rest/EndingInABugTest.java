package dev.claviger.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.http.ClientAddresses;
import dev.claviger.server.http.Sockets;
import dev.claviger.server.json.JsonWriter;
import dev.claviger.server.rest.Route.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// D-2: whatever is thrown ends one request, never the listener, and is not shown.
class EndingInABugTest {
  @Test
  void is_a_500_for_that_request_alone() throws Exception {
    var random = new SecureRandom();
    var routes =
        new Routes(
            List.of(
                route("/runtime", new IllegalStateException("canary")),
                route("/stack", new StackOverflowError("canary")),
                route("/memory", new OutOfMemoryError("canary")),
                route("/assertion", new AssertionError("canary")),
                Route.of(Method.GET, "/fine", _ -> Reply.ok(new JsonWriter().object().endObject()))
                    .withoutCredential()),
            true);
    var dispatcher =
        new Dispatcher(routes, new SealedEntrance(), new ClientAddresses(List.of()), random);
    var builder = WebServer.builder().port(0).routing(HttpRouting.builder().any(dispatcher));
    Sockets.configure(builder, Optional.empty(), random);
    WebServer server = builder.build().start();
    try (var client = HttpClient.newHttpClient()) {
      for (String path : List.of("/runtime", "/stack", "/memory", "/assertion")) {
        HttpResponse<String> answer = get(client, server, path);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"code\":\"internal\"").doesNotContain("canary");
        assertThat(get(client, server, "/fine").statusCode()).isEqualTo(200);
      }
    } finally {
      server.stop();
    }
  }

  private static Route route(String path, Throwable bug) {
    return Route.of(
            Method.GET,
            path,
            _ -> {
              if (bug instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) bug;
            })
        .withoutCredential();
  }

  private static HttpResponse<String> get(HttpClient client, WebServer server, String path)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
