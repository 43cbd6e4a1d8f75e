package dev.claviger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.core.SecretEdit;
import dev.claviger.model.ClavigerException;
import dev.claviger.model.ClavigerException.ChangedMeanwhile;
import dev.claviger.model.ClavigerException.NameTaken;
import dev.claviger.model.SecretValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real threads on one secret.
class WritersAtOnceTest {
  private static final int WRITERS = 16;

  @TempDir Path folder;
  TestInstance instance;

  @BeforeEach
  void a_new_server() {
    var settings = DatabaseSettings.of("jdbc:sqlite:" + folder.resolve("claviger.db"));
    instance = new TestInstance(settings, folder);
  }

  @AfterEach
  void stop() {
    instance.close();
  }

  @RepeatedTest(5)
  void of_several_that_create_one_name_one_succeeds() throws Exception {
    List<Object> results = atOnce(() -> create("ONE"));
    assertThat(results).filteredOn(NameTaken.class::isInstance).hasSize(WRITERS - 1);
  }

  @RepeatedTest(5)
  void of_several_with_the_same_tag_one_succeeds() throws Exception {
    create("TAGGED");
    List<Object> results = atOnce(() -> put("TAGGED", "1-1"));
    assertThat(results).filteredOn(ChangedMeanwhile.class::isInstance).hasSize(WRITERS - 1);
  }

  @Test
  void without_a_tag_each_makes_a_version() throws Exception {
    create("FREE");
    List<Object> results = atOnce(() -> put("FREE", null));
    assertThat(results).noneMatch(ClavigerException.class::isInstance).doesNotHaveDuplicates();
    assertThat(instance.core.secrets().versions(instance.admin, TestInstance.ref("FREE")))
        .hasSize(WRITERS + 1);
  }

  @Test
  void without_a_tag_the_first_ones_may_race_to_create_it() throws Exception {
    List<Object> results = atOnce(() -> put("NEW", null));
    assertThat(results).noneMatch(ClavigerException.class::isInstance).doesNotHaveDuplicates();
  }

  private Object create(String name) {
    try (SecretValue value = TestInstance.value("created")) {
      return instance
          .core
          .changes()
          .create(instance.admin, TestInstance.ref(name), value, SecretEdit.NONE)
          .id();
    }
  }

  private Object put(String name, @Nullable String tag) {
    try (SecretValue value = TestInstance.value("put")) {
      return String.valueOf(
          instance
              .core
              .changes()
              .put(
                  instance.admin,
                  TestInstance.ref(name),
                  value,
                  SecretEdit.NONE,
                  Duration.ZERO,
                  tag)
              .secret()
              .current());
    }
  }

  /// What became of each: its result, or its refusal.
  private static List<Object> atOnce(Callable<Object> write) throws Exception {
    var start = new CountDownLatch(1);
    var results = new ArrayList<Object>();
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Object>>();
      for (int i = 0; i < WRITERS; i++) {
        running.add(
            writers.submit(
                () -> {
                  start.await();
                  return write.call();
                }));
      }
      start.countDown();
      for (Future<Object> one : running) {
        results.add(resultOf(one));
      }
    }
    return results;
  }

  private static Object resultOf(Future<Object> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException refused) {
      Throwable cause = refused.getCause();
      return cause == null ? refused : cause;
    }
  }
}
