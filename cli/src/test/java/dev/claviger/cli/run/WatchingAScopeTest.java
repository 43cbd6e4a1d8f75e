package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.client.FetchedSecret;
import dev.claviger.client.SecretSource;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.client.WatchEvent;
import dev.claviger.client.WatchEvent.Changed;
import dev.claviger.client.WatchEvent.KeepAlive;
import dev.claviger.client.WatchEvent.Removed;
import dev.claviger.client.WatchEvent.Snapshot;
import dev.claviger.client.WatchStream;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchingAScopeTest {
  private static final SecretName A = new SecretName("A");
  private static final SecretName B = new SecretName("B");

  private final Script source = new Script();
  private final HeldSecrets held = new HeldSecrets(2, name -> !name.value().equals("EXCEPT"));
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();
  private @Nullable Thread watcher;

  /// A server whose streams are played by the test.
  private static final class Script implements SecretSource {
    final Map<SecretName, Long> current = new ConcurrentHashMap<>();
    final Map<SecretName, String> refusals = new ConcurrentHashMap<>();
    final BlockingQueue<SecretName> fetches = new LinkedBlockingQueue<>();
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    final BlockingQueue<String> opened = new LinkedBlockingQueue<>();

    @Override
    public List<FetchedSecret> getSecrets(@Nullable Scope scope, List<SecretName> names) {
      var found = new ArrayList<FetchedSecret>();
      for (SecretName name : names) {
        fetches.add(name);
        if (refusals.containsKey(name)) {
          throw new ServerProblem(refusals.get(name), 400, "refused", "");
        }
        long version = Objects.requireNonNull(current.get(name));
        found.add(secret(name, version));
      }
      return found;
    }

    @Override
    public WatchStream watch(@Nullable Scope scope) {
      opened.add("opened");
      return new WatchStream() {
        @Override
        public WatchEvent next() {
          try {
            return switch (events.take()) {
              case WatchEvent event -> event;
              case RuntimeException failure -> throw failure;
              default -> throw new IllegalStateException();
            };
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  private static Unreachable away() {
    return new Unreachable(ServerAddress.parse("http://127.0.0.1:1"), new IOException("away"));
  }

  private static FetchedSecret secret(SecretName name, long version) {
    byte[] value = ("value-" + version).getBytes(UTF_8);
    return new FetchedSecret(name, new Version(version), SecretValue.copyOf(value), null);
  }

  @BeforeEach
  void a_watcher_of_the_first_of_two_scopes_that_holds_A_1() {
    held.put(0, secret(A, 1));
    var listener =
        new ScopeWatcher.Listener() {
          @Override
          public void arriving(FetchedSecret secret) {
            Version before = held.versions(0).get(secret.name());
            told.add("arriving " + secret.name() + " before " + before);
          }

          @Override
          public void arrived(SecretName name, Version version) {
            told.add("arrived " + name + " " + held.versions().get(name));
          }

          @Override
          public void removed(SecretName name) {
            told.add("removed " + name);
          }
        };
    var pause = new ReconnectPause(new Random(1));
    var said = new Notices(new PrintStream(notices, true, UTF_8));
    watcher =
        Thread.startVirtualThread(new ScopeWatcher(0, null, source, held, listener, said, pause));
  }

  @AfterEach
  void it_ends_when_interrupted() throws InterruptedException {
    Thread thread = Objects.requireNonNull(watcher);
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(50))).isTrue();
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(50, TimeUnit.SECONDS));
  }

  private void play(Object... events) {
    source.events.addAll(List.of(events));
  }

  /// Waits until everything that was played has been handled.
  private void settle() throws InterruptedException {
    source.current.put(B, 1L);
    play(new Removed(B), new Changed(B, new Version(1)));
    while (!next().startsWith("arrived B")) {}
  }

  private static Snapshot snapshot(Object... namesAndVersions) {
    var versions = new HashMap<SecretName, Version>();
    for (int i = 0; i < namesAndVersions.length; i += 2) {
      versions.put(
          (SecretName) namesAndVersions[i], new Version((Integer) namesAndVersions[i + 1]));
    }
    return new Snapshot(versions);
  }

  @Test
  void a_change_is_fetched_shown_to_the_mask_and_then_offered() throws Exception {
    source.current.put(A, 2L);
    play(snapshot(A, 1), new KeepAlive(), new Changed(A, new Version(2)));
    assertThat(next()).isEqualTo("arriving A before 1");
    assertThat(next()).isEqualTo("arrived A 2");
  }

  @Test
  void what_is_held_already_is_not_fetched_again() throws Exception {
    play(snapshot(A, 1), new Changed(A, new Version(1)));
    settle();
    assertThat(source.fetches).containsExactly(B);
  }

  @Test
  void a_change_between_fetch_and_watch_is_seen_in_the_snapshot() throws Exception {
    source.current.put(A, 5L);
    play(snapshot(A, 5));
    next();
    assertThat(next()).isEqualTo("arrived A 5");
  }

  @Test
  void a_change_while_the_connection_was_lost_is_seen_too() throws Exception {
    source.current.put(A, 2L);
    play(snapshot(A, 1), away(), away(), snapshot(A, 2));
    next();
    assertThat(next()).isEqualTo("arrived A 2");
    assertThat(notices.toString(UTF_8).lines())
        .containsExactly(
            "claviger: http://127.0.0.1:1 did not answer: away; the program keeps the values it"
                + " has until the server is back",
            "claviger: connected again");
  }

  @Test
  void a_new_name_arrives_and_a_removed_one_goes() throws Exception {
    source.current.put(B, 1L);
    play(snapshot(B, 1));
    assertThat(next()).isEqualTo("removed A");
    assertThat(next()).isEqualTo("arriving B before null");
    assertThat(next()).isEqualTo("arrived B 1");
    play(new Removed(B));
    assertThat(next()).isEqualTo("removed B");
    assertThat(held.versions()).isEmpty();
  }

  @Test
  void a_value_that_a_later_scope_hides_is_kept_but_not_announced() throws Exception {
    held.put(1, secret(A, 9));
    source.current.put(A, 2L);
    play(snapshot(A, 2));
    assertThat(next()).isEqualTo("arriving A before 1");
    settle();
    assertThat(held.versions(0).get(A)).isEqualTo(new Version(2));
    assertThat(held.versions().get(A)).isEqualTo(new Version(9));
  }

  @Test
  void an_excepted_name_is_never_fetched() throws Exception {
    play(snapshot(A, 1, new SecretName("EXCEPT"), 1));
    settle();
    assertThat(source.fetches).containsExactly(B);
  }

  @Test
  void a_refused_version_is_not_asked_for_again_and_keeps_nobody_else_waiting() throws Exception {
    source.refusals.put(A, "decryption_failed");
    play(snapshot(A, 2), away(), snapshot(A, 2));
    settle();
    assertThat(source.fetches).containsExactly(A, B);
    assertThat(notices.toString(UTF_8)).containsOnlyOnce("version 2 of A was refused: refused");
    source.refusals.clear();
    source.current.put(A, 3L);
    play(new Changed(A, new Version(3)));
    next();
    assertThat(next()).isEqualTo("arrived A 3");
  }

  @Test
  void a_problem_of_the_server_is_tried_again() throws Exception {
    source.refusals.put(A, "audit_unavailable");
    play(snapshot(A, 2));
    while (source.opened.size() < 2) {
      Thread.onSpinWait();
    }
    source.refusals.clear();
    source.current.put(A, 2L);
    play(snapshot(A, 2));
    next();
    assertThat(next()).isEqualTo("arrived A 2");
  }

  @Test
  void an_ended_credential_ends_the_watching() throws Exception {
    play(snapshot(A, 1), new ServerProblem("unauthenticated", 200, "ended", ""));
    Objects.requireNonNull(watcher).join();
    assertThat(notices.toString(UTF_8)).contains("the credential has ended");
    assertThat(source.opened).hasSize(1);
  }

  @Test
  void pauses_grow_to_a_limit_and_are_never_the_same() {
    var pause = new GrowingPause(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(4));
    long expected = 100;
    for (int i = 0; i < 12; i++) {
      assertThat(pause.next().toMillis())
          .isBetween((long) (expected * 0.79), (long) (expected * 1.21));
      expected = Math.min(expected * 2, 5_000);
    }
    pause.reset();
    assertThat(pause.next().toMillis()).isBetween(79L, 121L);
  }

  @Test
  void tries_stay_close_together_for_as_long_as_a_restart_may_take() {
    var pause = new ReconnectPause(new Random(6));
    long together = 0;
    for (int i = 0; i < 120; i++) {
      long millis = pause.next().toMillis();
      assertThat(millis).isLessThanOrEqualTo(600);
      together += millis;
    }
    assertThat(together).isGreaterThan(45_000);
    for (int i = 0; i < 10; i++) {
      pause.next();
    }
    assertThat(pause.next().toMillis()).isBetween(3_950L, 6_050L);
    pause.reset();
    assertThat(pause.next().toMillis()).isLessThanOrEqualTo(120);
  }
}
