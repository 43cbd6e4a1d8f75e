package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Speaks HTTP with one listener, with one credential or none.
public final class Rest {
  private static final Duration HANG = Duration.ofMinutes(1);

  /// One for all: each has threads and files of its own.
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(HANG).build();

  private final String address;
  private final @Nullable String token;

  public Rest(String address, @Nullable String token) {
    this.address = address;
    this.token = token;
  }

  /// The same listener with another credential.
  public Rest as(@Nullable String other) {
    return new Rest(address, other);
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  public Answer delete(String path) {
    return call("DELETE", path, null);
  }

  public Answer post(String path, String body) {
    return call("POST", path, body);
  }

  public Answer put(String path, String body) {
    return call("PUT", path, body);
  }

  public Answer patch(String path, String body) {
    return call("PATCH", path, body);
  }

  /// One call of the service plane over Connect, in JSON.
  public Answer connect(String method, String body) {
    return post("/claviger.v1.SecretService/" + method, body);
  }

  /// One call.
  ///
  /// @param headers names and values, in turn
  /// @throws UncheckedIOException if there is no whole answer
  public Answer call(String method, String path, @Nullable String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(HANG);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = HTTP.send(request.build(), BodyHandlers.ofString(UTF_8));
      var found = response.headers();
      String id =
          List.of("x-request-id", "claviger-request-id").stream()
              .flatMap(name -> found.firstValue(name).stream())
              .findFirst()
              .orElse("");
      return new Answer(response.statusCode(), response.body(), id, found.firstValue("etag"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
