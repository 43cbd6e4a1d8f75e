package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY 5, FT1: the server is killed under load, again and again.
class KillUnderLoadTest {
  private static final boolean LONG = Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG"));
  private static final int KILLS = LONG ? 100 : 10;
  private static final long SEED =
      Long.getLong("claviger.seed", LONG ? System.nanoTime() : 20261125L);

  @TempDir Path folder;

  /// What the driver noted.
  private record Noted(String kind, String request, String name, String version, String value) {
    static Noted parse(String line) {
      String[] words = line.split(" ", -1);
      return new Noted(words[0], words[1], words[2], words[3], words[4]);
    }
  }

  @Test
  void loses_no_acknowledged_write_and_discloses_nothing_without_an_entry() throws Exception {
    System.out.println("KillUnderLoadTest: seed " + SEED);
    var random = new Random(SEED);
    Path journal = folder.resolve("journal");
    try (var instance = new Instance(ServerProcess.Plan.in(folder))) {
      Process driver = driver(instance, journal);
      try (var answers =
              new BufferedReader(new InputStreamReader(driver.getInputStream(), US_ASCII));
          var commands = driver.outputWriter(US_ASCII)) {
        commands.write(instance.adminToken() + "\n");
        commands.write(
            instance.agent("first", "default/development")
                + " "
                + instance.agent("second", "default/development")
                + "\n");
        int counted = 0;
        int checked = 0;
        while (counted < KILLS) {
          Instant begin = Instant.now();
          int wait = 50 + random.nextInt(1500);
          commands.write("round " + instance.server().pid() + " " + wait + "\n");
          commands.flush();
          String[] killed = String.valueOf(answers.readLine()).split(" ", -1);
          assertThat(killed[0]).isEqualTo("killed");
          assertThat(instance.server().exitCode()).isEqualTo(128 + 9);
          instance.restart();
          if (Integer.parseInt(killed[2]) >= LoadDriver.ENOUGH_IN_FLIGHT) {
            counted++;
          }
          List<Noted> noted = Files.readAllLines(journal).stream().map(Noted::parse).toList();
          check(instance, noted.subList(checked, noted.size()), begin);
          checked = noted.size();
        }
        assertThat(checked).as("calls that were answered").isGreaterThan(KILLS * 10);
      } finally {
        driver.destroyForcibly();
      }
    }
  }

  private static void check(Instance instance, List<Noted> noted, Instant begin) {
    Json report = instance.verify();
    assertThat(report.get("ok").tree()).as("%s", report).isEqualTo(true);
    Map<String, Set<String>> entries =
        instance.audit("&outcome=ok&since=" + begin).stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.text("request_id"),
                    Collectors.mapping(
                        KillUnderLoadTest::subject, Collectors.toCollection(HashSet::new))));
    for (Noted one : noted) {
      assertThat(entries.getOrDefault(one.request(), Set.of()))
          .as("entries of %s", one)
          .contains(one.name() + " " + one.version());
    }
    Map<String, String> values = new HashMap<>();
    var service = instance.service(instance.adminToken());
    for (Noted one : noted) {
      String key = one.name() + " " + one.version();
      String stored =
          values.computeIfAbsent(
              key,
              _ ->
                  decoded(
                      service
                          .connect(
                              "GetSecret",
                              "{\"scope\":\"default/development\",\"secretName\":\"%s\",\"version\":%s}"
                                  .formatted(one.name(), one.version()))
                          .expect(200)
                          .json()));
      assertThat(stored).as("the value of %s", one).isEqualTo(one.value());
    }
  }

  private static String subject(Json entry) {
    String name = entry.text("secret_name");
    return (name.isEmpty() ? entry.text("resource_id").replaceFirst("^[^:]*:", "") : name)
        + " "
        + entry.text("version");
  }

  private static String decoded(Json found) {
    return new String(Base64.getDecoder().decode(found.text("value")), US_ASCII);
  }

  private Process driver(Instance instance, Path journal) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LoadDriver.class.getName(),
            instance.server().rest(),
            instance.server().service(),
            journal.toString(),
            Long.toString(SEED))
        .redirectError(folder.resolve("driver.log").toFile())
        .start();
  }
}
