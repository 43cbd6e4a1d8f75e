package dev.claviger.cli.rest;

import dev.claviger.client.Connections;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The one method that `HttpURLConnection` does not know, in a class of its own so that no other
/// call loads the larger client.
final class Patch {
  private Patch() {}

  static Answer send(
      Connections connections,
      String path,
      @Nullable SecretValue token,
      byte @Nullable [] body,
      Duration patience)
      throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(connections.address() + path))
            .timeout(patience)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofByteArray(body == null ? new byte[0] : body));
    if (token != null) {
      request.header("Authorization", token.reveal(ManagementPlane::bearer));
    }
    try (HttpClient client = client(connections, patience)) {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        return new Answer(response.statusCode(), answer.readNBytes(ManagementPlane.MAX_ANSWER));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static HttpClient client(Connections connections, Duration patience) throws IOException {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(patience);
    if (connections.address().encrypted()) {
      builder.sslContext(connections.tls()).sslParameters(Connections.modernProtocols());
    }
    return builder.build();
  }
}
