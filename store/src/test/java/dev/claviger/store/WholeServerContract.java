package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.audit.Verifier.Report;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole server on an empty database of each kind.
interface WholeServerContract {
  int WRITERS = 16;
  int WRITES_EACH = 5;

  /// With the tables in it, and empty.
  DatabaseSettings empty();

  @Test
  default void of_two_nodes_that_start_first_one_makes_the_keys() throws Exception {
    DatabaseSettings settings = empty();
    var start = new CountDownLatch(1);
    try (var one = new JdbcDatabase(settings);
        var other = new JdbcDatabase(settings);
        var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Boolean>>();
      for (JdbcDatabase node : List.of(one, other)) {
        results.add(
            nodes.submit(
                () -> {
                  start.await();
                  node.commit(stores -> stores.keys().create(Rows.instance(), Rows.NOW));
                  return true;
                }));
      }
      start.countDown();
      List<Class<?>> refusals = refusals(results);
      assertThat(refusals).containsExactly(Conflict.class);
      assertThat(JdbcDatabase.peek(settings)).isPresent();
    }
  }

  @Test
  default void writers_at_once_all_get_through_and_the_chain_holds(@TempDir Path folder)
      throws Exception {
    var instance = new TestInstance(empty(), folder);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Boolean>>();
      for (int writer = 0; writer < WRITERS; writer++) {
        String name = "SECRET_" + writer;
        results.add(threads.submit(() -> write(instance, name)));
        results.add(threads.submit(() -> create(instance, "CONTESTED")));
      }
      assertThat(refusals(results)).hasSize(WRITERS - 1);
      assertThat(instance.core.secrets().versions(instance.admin, TestInstance.ref("SECRET_3")))
          .extracting(version -> version.version())
          .contains(new Version(1L + WRITES_EACH));
      instance.restart(false);
      Report report = instance.core.audit().verify(instance.admin);
      assertThat(report.firstBroken()).isNull();
      assertThat(report.entries()).isGreaterThan(WRITERS * (long) WRITES_EACH);
    } finally {
      instance.close();
    }
  }

  private static Boolean create(TestInstance instance, String name) {
    instance.create(name, "value");
    return true;
  }

  private static Boolean write(TestInstance instance, String name) {
    instance.create(name, "value");
    for (int i = 0; i < WRITES_EACH; i++) {
      try (SecretValue next = TestInstance.value("value-" + i)) {
        instance
            .core
            .changes()
            .rotate(instance.admin, TestInstance.ref(name), next, Duration.ofDays(1));
      }
    }
    return true;
  }

  private static List<Class<?>> refusals(List<Future<Boolean>> results) throws Exception {
    var refusals = new ArrayList<Class<?>>();
    for (Future<Boolean> result : results) {
      try {
        result.get();
      } catch (ExecutionException refused) {
        refusals.add(Objects.requireNonNull(refused.getCause()).getClass());
      }
    }
    return refusals;
  }
}
