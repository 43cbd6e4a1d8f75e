package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One writer and some readers who go on while a server is killed and started again.
///
/// A read is answered with the value that was stored, or not answered at all; what a write was
/// acknowledged with is kept, to be read later.
final class TrafficDuringKills implements AutoCloseable {
  private static final int NAMES = 10;
  private static final long BETWEEN_WRITES = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long WHILE_DOWN = TimeUnit.MILLISECONDS.toNanos(5);

  private final Rest management;
  private final Map<String, String> constant;
  private final Map<String, String> written = new ConcurrentHashMap<>(); // by name and version
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong reads = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /// @param constant names and values of secrets that nobody changes
  TrafficDuringKills(Rest management, List<Rest> readers, Map<String, String> constant, long seed) {
    this.management = management;
    this.constant = constant;
    RandomGenerator seeds = random(seed);
    RandomGenerator ofWriter = random(seeds.nextLong());
    threads.add(Thread.ofVirtual().start(() -> work(() -> write(ofWriter))));
    List<String> names = List.copyOf(constant.keySet());
    for (Rest reader : readers) {
      RandomGenerator random = random(seeds.nextLong());
      threads.add(
          Thread.ofVirtual()
              .start(() -> work(() -> read(reader, names.get(random.nextInt(names.size()))))));
    }
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private void work(Runnable call) {
    while (!stopping) {
      try {
        call.run();
      } catch (UncheckedIOException _) { // the server is down
        LockSupport.parkNanos(WHILE_DOWN);
      } catch (RuntimeException | Error failure) {
        wrong.add(failure.toString());
      }
    }
  }

  private void write(RandomGenerator random) {
    String name = "WRITTEN_" + random.nextInt(NAMES);
    String value = Long.toHexString(System.nanoTime());
    Answer answer =
        management.put(
            "/api/v1/spaces/default/secrets/" + name + "?environment=development",
            "{\"value\":\"" + value + "\"}");
    if (answer.status() == 200 || answer.status() == 201) {
      written.put(name + " " + answer.json().text("version"), value);
    } else if (answer.status() != 503) {
      wrong.add("write " + answer);
    }
    LockSupport.parkNanos(BETWEEN_WRITES);
  }

  /// A server that was overtaken by its queue may say so; anything else than the value is wrong.
  private void read(Rest reader, String name) {
    Answer answer = reader.connect("GetSecret", "{\"secretName\":\"" + name + "\"}");
    if (answer.status() == 200) {
      reads.incrementAndGet();
    }
    boolean right =
        answer.status() == 200
            ? decoded(answer.json()).equals(constant.get(name))
            : answer.status() == 503;
    if (!right) {
      wrong.add("read " + name + ": " + answer);
    }
  }

  static String decoded(Json found) {
    return new String(Base64.getDecoder().decode(found.text("value")), UTF_8);
  }

  /// Answers that nobody should have got.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /// How many reads were answered with a value.
  long reads() {
    return reads.get();
  }

  /// What acknowledged writes stored, by name and version.
  Map<String, String> written() {
    return written;
  }

  /// Lets the calls that run end.
  void stop() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
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
}
