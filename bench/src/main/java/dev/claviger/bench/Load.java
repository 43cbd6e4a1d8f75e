package dev.claviger.bench;

import dev.claviger.core.Caller;
import dev.claviger.core.Plane;
import dev.claviger.core.SecretEdit;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

/// Callers at once on one instance, without a network: what the Gate, the pipeline and SQLite can
/// do at most. Each call verifies the token, as a request does.
///
/// `Load [SECONDS [ROUNDS [KIND]]]` where KIND is the first letters of a line.
public final class Load {
  private static final int[] CALLERS = {1, 8, 32};
  private static final int VALUE_BYTES = 200;

  private final Instance instance;
  private final Path database;
  private final SecretValue value;
  private final Duration each;
  private final String kind;

  private Load(Path folder, Duration each, String kind) {
    this.kind = kind;
    this.value = SecretValue.copyOf(new byte[VALUE_BYTES]);
    this.instance = new Instance(folder, value);
    this.database = folder.resolve("claviger.db");
    this.each = each;
  }

  static void main(String[] arguments) throws IOException, InterruptedException {
    var each = Duration.ofSeconds(arguments.length > 0 ? Long.parseLong(arguments[0]) : 5);
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
    var load = new Load(Operations.folder(), each, arguments.length > 2 ? arguments[2] : "");
    for (int round = 0; round < rounds; round++) {
      load.round();
    }
    load.instance.close();
  }

  private void round() throws IOException, InterruptedException {
    for (int callers : CALLERS) {
      print("fetch", callers, this::fetch);
    }
    for (int callers : CALLERS) {
      print("read, management plane", callers, this::show);
    }
    for (int callers : CALLERS) {
      print("write", callers, this::write);
    }
  }

  private void fetch(int secret) {
    Caller caller = instance.caller(Plane.SERVICE);
    instance.core.values().read(caller, Instance.secret(secret), null).close();
  }

  private void show(int secret) {
    Caller caller = instance.caller(Plane.MANAGEMENT);
    instance.core.secrets().describe(caller, Instance.secret(secret), true).close();
  }

  private void write(int secret) {
    Caller caller = instance.caller(Plane.MANAGEMENT);
    instance
        .core
        .changes()
        .put(caller, Instance.secret(secret), value, SecretEdit.NONE, Duration.ZERO, null);
  }

  private void print(String name, int callers, IntConsumer call)
      throws IOException, InterruptedException {
    if (!name.startsWith(kind)) {
      return;
    }
    long bytes = Files.size(database);
    long cpu = cpuNanos();
    var latencies = new Latencies();
    run(callers, call, latencies);
    cpu = cpuNanos() - cpu;
    System.out.printf(
        "%-24s %3d  %s  CPU %.1f µs  %d bytes on disk a call%n",
        name,
        callers,
        latencies.summary(each),
        cpu / 1_000.0 / latencies.count(),
        (Files.size(database) - bytes) / latencies.count());
  }

  private void run(int callers, IntConsumer call, Latencies all) throws InterruptedException {
    long end = System.nanoTime() + each.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                var own = new Latencies();
                for (long now = System.nanoTime(); now < end; ) {
                  call.accept(ThreadLocalRandom.current().nextInt(Instance.SECRETS));
                  long done = System.nanoTime();
                  own.add(done - now);
                  now = done;
                }
                all.addAll(own);
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }
}
