package dev.claviger.store;

import static dev.claviger.store.TestInstance.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.Plane;
import dev.claviger.core.Role;
import dev.claviger.core.Rule;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.Description;
import dev.claviger.model.Id;
import dev.claviger.model.Principal;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY V-3: no read that begins after the end of an access was acknowledged succeeds, however
/// many are under way.
class EndingAccessAtOnceTest {
  private static final boolean LONG = Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG"));
  private static final int ROUNDS = LONG ? 10_000 : 200;
  private static final int READERS = 8;

  @TempDir Path folder;
  TestInstance instance;

  @BeforeEach
  void a_new_server_with_a_secret() {
    var settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    instance = new TestInstance(settings, folder);
    instance.create("KEY", "value");
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  /// Somebody's access, until it is ended.
  private static final class Access {
    private final byte[] token;
    private final Runnable end;
    private final CountDownLatch reads = new CountDownLatch(READERS);
    private volatile @Nullable Long endedAt;

    Access(byte[] token, Runnable end) {
      this.token = token;
      this.end = end;
    }
  }

  @Test
  @Timeout(3_600)
  void nothing_is_read_after_the_end_was_acknowledged() throws Exception {
    var late = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        Access access = access(round);
        List<Future<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
          readers.add(threads.submit(() -> readUntilItEnds(access)));
        }
        access.reads.await();
        access.end.run();
        access.endedAt = System.nanoTime();
        for (Future<Integer> reader : readers) {
          if (reader.get() > 0) {
            late.add("round " + round);
          }
        }
      }
    }
    assertThat(late).isEmpty();
  }

  /// Reads again and again, and says how often it succeeded too late.
  private int readUntilItEnds(Access access) {
    int late = 0;
    int attemptsAfter = 0;
    while (attemptsAfter < 2) {
      Long ended = access.endedAt;
      boolean read = reads(access.token);
      if (ended != null) { // it had ended before this began
        late += read ? 1 : 0;
        attemptsAfter++;
      } else if (read) {
        access.reads.countDown();
      }
    }
    return late;
  }

  private boolean reads(byte[] token) {
    try {
      var caller = instance.caller(token, Plane.SERVICE);
      instance.core.values().read(caller, TestInstance.ref("KEY"), null).close();
      return true;
    } catch (ClavigerException refused) {
      return false;
    }
  }

  /// Each way to end it, in turn.
  private Access access(int round) {
    return switch (round % 4) {
      case 0 -> {
        Principal agent = agentOf(round);
        byte[] token = created(agent);
        TokenId id = instance.core.tokens().list(instance.admin, agent).getFirst().id();
        yield new Access(token, () -> instance.core.tokens().revoke(instance.admin, id));
      }
      case 1 -> {
        Principal agent = agentOf(round);
        byte[] token = created(agent);
        Id id =
            instance.core.bindings().list(instance.admin, Reach.EVERYWHERE, agent).getFirst().id();
        yield new Access(token, () -> instance.core.bindings().delete(instance.admin, id));
      }
      case 2 -> {
        Principal agent = agentOf(round);
        byte[] token = created(agent);
        yield new Access(token, () -> instance.core.people().delete(instance.admin, agent));
      }
      default -> withRole(round);
    };
  }

  private static Principal agentOf(int round) {
    return Principal.agent("a" + round);
  }

  private byte[] created(Principal agent) {
    try (var made =
        instance.core.people().createAgent(instance.admin, agent, PRODUCTION, Set.of(), null)) {
      return Objects.requireNonNull(made.token()).reveal(bytes -> bytes.clone());
    }
  }

  private Access withRole(int round) {
    var name = new RoleName("r" + round);
    Principal service = Principal.parse("service:s" + round);
    instance.core.roles().create(instance.admin, role(name, "read_values"), Description.NONE);
    instance.core.people().create(instance.admin, service, Description.NONE, null).close();
    instance
        .core
        .bindings()
        .create(instance.admin, service, name, new Reach.InEnvironment(PRODUCTION), Set.of());
    try (var made = instance.core.tokens().create(instance.admin, service, "t", PRODUCTION, null)) {
      byte[] token = made.token().reveal(bytes -> bytes.clone());
      return new Access(
          token,
          () -> instance.core.roles().update(instance.admin, role(name, "list"), Description.NONE));
    }
  }

  private static Role role(RoleName name, String verb) {
    return new Role(
        name, List.of(new Rule(List.of("space"), List.of("secret"), List.of(verb), List.of())));
  }
}
