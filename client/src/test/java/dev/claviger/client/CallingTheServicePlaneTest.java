package dev.claviger.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.client.WatchEvent.Changed;
import dev.claviger.client.WatchEvent.KeepAlive;
import dev.claviger.client.WatchEvent.Snapshot;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallingTheServicePlaneTest {
  private static final Scope SCOPE = Scope.parse("pay/production");
  private static final SecretName KEY = new SecretName("API_KEY");
  private static final String TOKEN = "clv_agt_TestTokenThatMustNotLeak";

  @AutoClose private final SecretValue token = SecretValue.copyOf(TOKEN.getBytes(UTF_8));
  @AutoClose private @Nullable Plane plane;

  private ServicePlane answered(Plane.Script script) {
    return answered(script, Duration.ofSeconds(50));
  }

  private ServicePlane answered(Plane.Script script, Duration silence) {
    plane = Plane.answering(script);
    return new ServicePlane(new Connections(plane.address(), null), token, silence, silence);
  }

  private Plane plane() {
    return Objects.requireNonNull(plane);
  }

  @Nested
  class For_one_value {
    @Test
    void sends_what_the_protocol_asks_for_and_reads_the_answer() {
      ServicePlane client =
          answered(
              exchange ->
                  Plane.send(exchange, new ProtoWriter().bytes(1, "v".getBytes(UTF_8)).toBytes()));
      try (SecretValue value = client.getSecret(SCOPE, KEY, new Version(7))) {
        value.lend(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("v"));
      }
      assertThat(plane().headers)
          .contains(
              "POST /claviger.v1.SecretService/GetSecret",
              "Content-type: application/proto",
              "Connect-protocol-version: 1",
              "Connection: close",
              "Authorization: Bearer " + TOKEN);
      assertThat(plane().bodies.getFirst())
          .isEqualTo(
              new ProtoWriter()
                  .string(1, "API_KEY")
                  .string(4, "pay/production")
                  .uint64(5, 7)
                  .toBytes());
    }

    @Test
    void a_refusal_has_code_status_message_and_request() {
      ServicePlane client =
          answered(
              exchange -> {
                exchange.getResponseHeaders().set("claviger-code", "not_available");
                exchange.getResponseHeaders().set("claviger-request-id", "r-9");
                byte[] body = "{\"code\":\"not_found\",\"message\":\"not\\nhere\"}".getBytes(UTF_8);
                Plane.send(exchange, 404, "application/json", body);
              });
      var problem =
          catchThrowableOfType(ServerProblem.class, () -> client.getSecret(null, KEY, null));
      assertThat(problem.code()).isEqualTo("not_available");
      assertThat(problem.httpStatus()).isEqualTo(404);
      assertThat(problem.requestId()).isEqualTo("r-9");
      assertThat(problem).hasMessage("not here");
    }

    @Test
    void a_missing_credential_is_a_refusal_too() {
      ServicePlane client =
          answered(
              exchange -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                byte[] body = "{\"code\":\"unauthenticated\"}".getBytes(UTF_8);
                Plane.send(exchange, 401, "application/json", body);
              });
      assertThatThrownBy(() -> client.getSecret(SCOPE, KEY, null))
          .isInstanceOfSatisfying(
              ServerProblem.class,
              problem -> assertThat(problem.code()).isEqualTo("unauthenticated"));
    }

    @Test
    void a_redirect_is_not_followed() {
      ServicePlane client =
          answered(
              exchange -> {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
                Plane.send(exchange, 307, "text/html", new byte[0]);
              });
      assertThatThrownBy(() -> client.getSecret(SCOPE, KEY, null))
          .isInstanceOf(ServerProblem.class)
          .hasMessageContaining("does not answer like a service plane: HTTP status 307");
      assertThat(plane().bodies).hasSize(1);
    }

    @Test
    void another_kind_of_server_is_told_apart() {
      ServicePlane client =
          answered(exchange -> Plane.send(exchange, 200, "text/html", "<p>".getBytes(UTF_8)));
      assertThatThrownBy(() -> client.getSecret(SCOPE, KEY, null))
          .isInstanceOf(ServerProblem.class)
          .hasMessageContaining("its answer is no application/proto");
    }

    @Test
    void an_answer_over_four_mebibytes_is_refused() {
      var longest = new byte[ConnectTransport.MAX_MESSAGE + 1];
      ServicePlane client = answered(exchange -> Plane.send(exchange, longest));
      assertThatThrownBy(() -> client.getSecret(SCOPE, KEY, null))
          .isInstanceOf(ServerProblem.class)
          .hasMessageContaining("longer than 4194304 bytes");
    }

    @Test
    void silence_ends_the_call() {
      ServicePlane client = answered(_ -> plane().hold(), Duration.ofMillis(50));
      assertThatThrownBy(() -> client.getSecret(SCOPE, KEY, null))
          .isInstanceOf(Unreachable.class)
          .hasMessageEndingWith("did not answer in time");
    }

    @Test
    void nobody_there_is_said_without_the_token() {
      ServicePlane client = answered(_ -> {});
      plane().close();
      var failure =
          catchThrowableOfType(Unreachable.class, () -> client.getSecret(SCOPE, KEY, null));
      var trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).contains("did not answer").doesNotContain(TOKEN);
    }
  }

  @Nested
  class For_many_values {
    @Test
    void reads_all_pages() {
      ServicePlane client =
          answered(
              exchange ->
                  Plane.send(
                      exchange,
                      plane().bodies.size() == 1
                          ? Plane.page("p2", Plane.secret("A", 1, "x"))
                          : Plane.page("", Plane.secret("B", 2, "y"))));
      List<FetchedSecret> secrets = client.getSecrets(SCOPE, List.of());
      assertThat(secrets).extracting(secret -> secret.name().value()).containsExactly("A", "B");
      assertThat(plane().bodies.get(1))
          .isEqualTo(SecretMessages.getSecretsRequest(SCOPE, List.of(), "p2"));
    }

    @Test
    void asks_for_more_than_a_thousand_names_in_several_calls() {
      ServicePlane client = answered(exchange -> Plane.send(exchange, new byte[0]));
      List<SecretName> names =
          IntStream.rangeClosed(0, ServicePlane.MAX_NAMES)
              .mapToObj(i -> new SecretName("N" + i))
              .toList();
      assertThat(client.getSecrets(SCOPE, names)).isEmpty();
      assertThat(plane().bodies).hasSize(2);
    }

    @Test
    void does_not_turn_in_circles() {
      ServicePlane client = answered(exchange -> Plane.send(exchange, Plane.page("again")));
      assertThatThrownBy(() -> client.getSecrets(SCOPE, List.of()))
          .hasMessageContaining("a page follows itself");
    }
  }

  @Nested
  class Watching {
    private final byte[] snapshot =
        Plane.frame(
            0,
            new ProtoWriter()
                .bytes(1, new ProtoWriter().bytes(1, Plane.secret("API_KEY", 1, "")).toBytes())
                .toBytes());
    private final byte[] change =
        Plane.frame(0, new ProtoWriter().bytes(2, Plane.secret("API_KEY", 2, "")).toBytes());
    private final byte[] keepAlive =
        Plane.frame(0, new ProtoWriter().bytes(4, new byte[0]).toBytes());

    @Test
    void gets_each_event_when_it_happens() {
      var script = new LinkedBlockingQueue<byte[]>(List.of(snapshot));
      ServicePlane client =
          answered(
              exchange -> {
                try {
                  Plane.stream(exchange, script.take());
                  exchange.getResponseBody().write(script.take());
                  exchange.getResponseBody().flush();
                  exchange.getResponseBody().write(script.take());
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              });
      try (WatchStream events = client.watch(SCOPE)) {
        assertThat(events.next()).isEqualTo(new Snapshot(Map.of(KEY, new Version(1))));
        script.add(keepAlive);
        assertThat(events.next()).isEqualTo(new KeepAlive());
        script.add(change);
        assertThat(events.next()).isEqualTo(new Changed(KEY, new Version(2)));
      }
      assertThat(plane().bodies.getFirst())
          .isEqualTo(Plane.frame(0, new ProtoWriter().string(1, "pay/production").toBytes()));
    }

    @Test
    void learns_why_the_server_ended_it() {
      ServicePlane client =
          answered(
              exchange ->
                  Plane.stream(
                      exchange,
                      snapshot,
                      Plane.end(
                          "{\"error\":{\"code\":\"unauthenticated\",\"message\":\"ended\"}}")));
      try (WatchStream events = client.watch(null)) {
        events.next();
        assertThatThrownBy(events::next)
            .isInstanceOfSatisfying(
                ServerProblem.class,
                problem -> assertThat(problem.code()).isEqualTo("unauthenticated"));
      }
    }

    @Test
    void an_end_without_a_reason_means_unreachable() {
      ServicePlane client = answered(exchange -> Plane.stream(exchange, snapshot));
      try (WatchStream events = client.watch(SCOPE)) {
        events.next();
        assertThatThrownBy(events::next).isInstanceOf(Unreachable.class);
      }
    }

    @Test
    void notices_a_connection_that_died() {
      ServicePlane client =
          answered(
              exchange -> {
                Plane.stream(exchange, snapshot);
                plane().hold();
              },
              Duration.ofMillis(300));
      try (WatchStream events = client.watch(SCOPE)) {
        events.next();
        assertThatThrownBy(events::next)
            .isInstanceOf(Unreachable.class)
            .hasMessageEndingWith("did not answer in time");
      }
    }

    @Test
    void a_refusal_comes_before_the_first_event() {
      ServicePlane client =
          answered(
              exchange -> {
                exchange.getResponseHeaders().set("claviger-code", "access_denied");
                Plane.send(exchange, 403, "application/json", "{\"code\":\"x\"}".getBytes(UTF_8));
              });
      assertThatThrownBy(() -> client.watch(SCOPE))
          .isInstanceOfSatisfying(
              ServerProblem.class,
              problem -> assertThat(problem.code()).isEqualTo("access_denied"));
    }

    @Test
    void a_frame_over_the_limit_is_not_read() {
      byte[] header = {0, 0x7F, 0, 0, 0};
      ServicePlane client = answered(exchange -> Plane.stream(exchange, header));
      try (WatchStream events = client.watch(SCOPE)) {
        assertThatThrownBy(events::next).hasMessageContaining("longer than 4194304");
      }
    }

    @Test
    void an_interrupted_virtual_thread_stops_waiting() throws InterruptedException {
      ServicePlane client =
          answered(
              exchange -> {
                Plane.stream(exchange, snapshot);
                plane().hold();
              });
      var seen = new LinkedBlockingQueue<Object>();
      Thread watcher =
          Thread.startVirtualThread(
              () -> {
                try (WatchStream events = client.watch(SCOPE)) {
                  seen.add(events.next());
                  seen.add(events.next());
                } catch (Unreachable e) {
                  seen.add(e);
                }
              });
      assertThat(seen.take()).isInstanceOf(Snapshot.class);
      watcher.interrupt();
      assertThat(seen.take()).isInstanceOf(Unreachable.class);
    }
  }
}
