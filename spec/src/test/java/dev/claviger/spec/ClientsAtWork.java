package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Clients that each write a secret of their own and read it again, over and over, and keep book of
/// every answer.
final class ClientsAtWork implements AutoCloseable {
  static final String NAME = "AT_WORK_";

  private static final int CLIENTS = 4;
  private static final int IN_A_ROW = 3;
  private static final long HANG_NANOS = 120_000_000_000L;
  private static final Set<String> REFUSALS = Set.of("audit_unavailable", "outcome_unknown");

  private final Instance instance;
  private final List<Client> clients = new ArrayList<>();
  private volatile boolean stopping;

  /// One answer.
  ///
  /// @param value what was written or read; empty if the call was refused
  private record Noted(boolean wrote, Answer answer, long version, String value) {
    boolean refused() {
      return answer.status() == 503;
    }
  }

  ClientsAtWork(Instance instance) {
    this.instance = instance;
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(NAME + i));
    }
    start();
  }

  /// Lets them work, again where they had stopped.
  void start() {
    stopping = false;
    clients.forEach(Client::start);
  }

  /// Waits until the last answers of each client from now on were refusals.
  void awaitRefusals() {
    await(Client::refusalsInARow);
  }

  /// Waits until the last answers of each client from now on were none.
  void awaitAnswers() {
    await(Client::answersInARow);
  }

  private void await(ToIntFunction<Client> count) {
    clients.forEach(Client::startOver);
    long deadline = System.nanoTime() + HANG_NANOS;
    for (Client client : clients) {
      while (count.applyAsInt(client) < IN_A_ROW) {
        assertThat(client.failure).isEmpty();
        assertThat(System.nanoTime()).as(client.name + " waits").isLessThan(deadline);
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /// Lets each client end what it does.
  void stop() {
    stopping = true;
    for (Client client : clients) {
      try {
        Objects.requireNonNull(client.thread).join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    stop();
  }

  /// Compares what was answered with what is stored and on record.
  void check() {
    Json report = instance.verify();
    assertThat(report.get("ok").tree()).as("%s", report).isEqualTo(true);
    Map<String, Set<String>> outcomes =
        instance.audit("").stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.text("request_id"),
                    Collectors.mapping(
                        entry -> entry.text("outcome"), Collectors.toCollection(HashSet::new))));
    clients.forEach(client -> client.check(outcomes));
  }

  private final class Client {
    private final String name;
    private @Nullable Thread thread;
    private final List<Noted> noted = new ArrayList<>();
    private int from;
    private volatile Optional<Throwable> failure = Optional.empty();

    Client(String name) {
      this.name = name;
    }

    private void start() {
      thread = Thread.ofPlatform().start(this::work);
    }

    private void work() {
      try {
        Rest admin = instance.admin();
        Rest service = instance.service(instance.adminToken());
        while (!stopping) {
          write(admin);
          read(service, "");
        }
      } catch (RuntimeException | Error e) {
        failure = Optional.of(e);
        throw e;
      }
    }

    private void write(Rest admin) {
      String value = name + "-" + UUID.randomUUID();
      Answer answer = admin.put(Instance.DEFAULT + "/" + name, "{\"value\":\"" + value + "\"}");
      long version = answer.status() / 100 == 2 ? answer.json().number("version") : 0;
      note(new Noted(true, answer, version, version > 0 ? value : ""));
    }

    private void read(Rest service, String version) {
      Answer answer = ask(service, version);
      if (answer.status() != 404) { // nothing was written yet
        note(new Noted(false, answer, 0, answer.status() == 200 ? valueOf(answer) : ""));
      }
    }

    private Answer ask(Rest service, String version) {
      return service.connect(
          "GetSecret",
          "{\"scope\":\"default/development\",\"secretName\":\"%s\"%s}".formatted(name, version));
    }

    private static String valueOf(Answer answer) {
      return new String(Base64.getDecoder().decode(answer.json().text("value")), US_ASCII);
    }

    private synchronized void note(Noted one) {
      noted.add(one);
    }

    private synchronized void startOver() {
      from = noted.size();
    }

    private int refusalsInARow() {
      return inARow(true);
    }

    private int answersInARow() {
      return inARow(false);
    }

    private synchronized int inARow(boolean refused) {
      int count = 0;
      for (int i = noted.size() - 1; i >= from && noted.get(i).refused() == refused; i--) {
        count++;
      }
      return count;
    }

    private void check(Map<String, Set<String>> outcomes) {
      assertThat(failure).isEmpty();
      List<Noted> written = noted.stream().filter(one -> one.wrote() && !one.refused()).toList();
      assertThat(written).isNotEmpty();
      for (Noted one : noted) {
        Set<String> recorded = outcomes.getOrDefault(one.answer().requestId(), Set.of());
        if (one.refused()) {
          assertRefusal(one, recorded);
        } else {
          assertThat(one.answer().status()).as("%s", one).isIn(200, 201);
          assertThat(recorded).as("entry of %s", one).contains("ok");
        }
      }
      Rest service = instance.service(instance.adminToken());
      for (Noted one : written) {
        Answer stored = ask(service, ",\"version\":" + one.version()).expect(200);
        assertThat(valueOf(stored)).as("%s", one).isEqualTo(one.value());
      }
      boolean unknown = noted.stream().anyMatch(one -> code(one).equals("outcome_unknown"));
      long current = ask(service, "").expect(200).json().number("version");
      assertThat(current).isGreaterThanOrEqualTo(written.getLast().version());
      assertThat(unknown || current == written.size()).as("no refused write was done").isTrue();
    }

    private void assertRefusal(Noted one, Set<String> recorded) {
      assertThat(code(one)).as("%s", one).isIn(REFUSALS);
      assertThat(one.answer().body()).doesNotContain("\"value\":\"" + name, name + "-");
      if (code(one).equals("audit_unavailable")) {
        assertThat(recorded).as("no entry of %s", one).doesNotContain("ok");
      }
    }

    /// Connect has a word of its own for ours, and ours in the details.
    private static String code(Noted one) {
      if (!one.refused()) {
        return "";
      }
      if (one.wrote()) {
        return one.answer().code();
      }
      String details = one.answer().json().list("details").getFirst().text("value");
      String text = new String(Base64.getDecoder().decode(details), US_ASCII);
      return REFUSALS.stream().filter(text::contains).findFirst().orElse(text);
    }
  }
}
