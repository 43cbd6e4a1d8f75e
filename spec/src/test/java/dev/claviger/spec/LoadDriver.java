package dev.claviger.spec;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Rest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A process of its own that calls a server with 16 clients and kills it in the middle of it.
///
/// It notes every acknowledged write as `W request name version value` and every value it received
/// as `R request name version value`. Commands come as lines of standard input:
/// `round SERVER-PID MILLISECONDS`, answered by `killed IN-FLIGHT CUT-OFF`.
public final class LoadDriver {
  static final int CLIENTS = 16;
  static final int ENOUGH_IN_FLIGHT = 8;
  static final int NAMES = 64;

  private final Rest management;
  private final List<Rest> service;
  private final Writer journal;
  private final RandomGenerator seeds;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger cutOff = new AtomicInteger();
  private volatile boolean killed;

  private LoadDriver(Rest management, List<Rest> service, Writer journal, long seed) {
    this.management = management;
    this.service = service;
    this.journal = journal;
    this.seeds = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /// Obeys until standard input ends.
  ///
  /// @param arguments the addresses of both planes, the journal's file, the seed; the tokens come
  ///     as the first two lines of standard input
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String admin = commands.readLine();
    String[] agents = commands.readLine().split(" ", -1);
    try (Writer journal = Files.newBufferedWriter(Path.of(arguments[2]))) {
      var service = new Rest(arguments[1], null);
      var driver =
          new LoadDriver(
              new Rest(arguments[0], admin),
              List.of(agents).stream().map(service::as).toList(),
              journal,
              Long.parseLong(arguments[3]));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ", -1);
        System.out.println(driver.round(Long.parseLong(words[1]), Long.parseLong(words[2])));
        journal.flush();
      }
    }
  }

  /// Loads the server for a while, kills it as soon as enough calls are in flight, and waits for
  /// what becomes of these.
  private String round(long pid, long milliseconds) throws InterruptedException {
    killed = false;
    cutOff.set(0);
    var clients = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      RandomGenerator random =
          RandomGeneratorFactory.of("L64X128MixRandom").create(seeds.nextLong());
      clients.add(Thread.ofPlatform().start(() -> work(client, random)));
    }
    Thread.sleep(milliseconds); // the moment of the kill is the test's random choice
    int flying = inFlight.get();
    while (flying < ENOUGH_IN_FLIGHT) {
      Thread.onSpinWait();
      flying = inFlight.get();
    }
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    killed = true;
    for (Thread client : clients) {
      client.join();
    }
    return "killed " + flying + " " + cutOff.get();
  }

  private void work(int client, RandomGenerator random) {
    while (true) {
      boolean write = random.nextBoolean();
      inFlight.incrementAndGet();
      try {
        if (write) {
          write(client, random);
        } else {
          read(client, random);
        }
      } catch (UncheckedIOException _) {
        cutOff.incrementAndGet();
        return; // the server is gone
      } finally {
        inFlight.decrementAndGet();
      }
      if (killed) {
        return;
      }
    }
  }

  private void write(int client, RandomGenerator random) {
    String name = "LOAD_" + random.nextInt(NAMES);
    String value = client + "-" + Long.toHexString(random.nextLong());
    Answer answer =
        management.put(
            "/api/v1/spaces/default/secrets/" + name + "?environment=development",
            "{\"value\":\"" + value + "\"}");
    if (answer.status() == 200 || answer.status() == 201) {
      note("W", answer, name, answer.json().text("version"), value);
    }
  }

  private void read(int client, RandomGenerator random) {
    String name = "LOAD_" + random.nextInt(NAMES);
    Answer answer =
        service
            .get(client % service.size())
            .connect("GetSecret", "{\"secretName\":\"" + name + "\"}");
    if (answer.status() == 200) {
      Json found = answer.json();
      String value =
          new String(Base64.getDecoder().decode(found.text("value")), StandardCharsets.US_ASCII);
      note("R", answer, name, found.text("version"), value);
    }
  }

  private void note(String kind, Answer answer, String name, String version, String value) {
    String line = String.join(" ", kind, answer.requestId(), name, version, value) + "\n";
    try {
      synchronized (journal) {
        journal.write(line);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
