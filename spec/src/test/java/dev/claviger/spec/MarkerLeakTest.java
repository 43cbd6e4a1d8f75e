package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.claviger.spec.testkit.Cli;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Marker;
import dev.claviger.spec.testkit.Marker.Kind;
import dev.claviger.spec.testkit.MarkerForm;
import dev.claviger.spec.testkit.MarkerPlace;
import dev.claviger.spec.testkit.MarkerSearch;
import dev.claviger.spec.testkit.MarkerSearch.Find;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.ServerProcess;
import dev.claviger.spec.testkit.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The counterpart of [MarkerTest]: one value is leaked on purpose into each place in each form, by
/// a server and commands that run, and each of them is found.
class MarkerLeakTest {
  private static final long SEED = Long.getLong("claviger.seed", System.nanoTime());
  private static final String INSERT =
      """
      INSERT INTO entry (chain, seq, at_ms, request, client, action, type, total, outcome, reason,
        link, mac, generation)
      SELECT chain, ?, at_ms, request, client, action, type, total, outcome, ?, link, mac, generation
      FROM entry WHERE seq = 1
      """;

  @TempDir Path folder;
  private final List<Marker> markers = new ArrayList<>();
  private final Map<MarkerPlace, Map<MarkerForm, String>> leaks = new EnumMap<>(MarkerPlace.class);
  private Path files = Path.of("");
  private int number;

  /// What is to be leaked into a place, a line for each form.
  private String lines(MarkerPlace place) {
    return String.join("\n", spellings(place));
  }

  private List<String> spellings(MarkerPlace place) {
    return List.copyOf(leaks.getOrDefault(place, Map.of()).values());
  }

  private void make() throws IOException {
    System.out.println("MarkerLeakTest: seed " + SEED);
    var random = new Random(SEED);
    for (MarkerPlace place : MarkerPlace.values()) {
      var forms = new EnumMap<MarkerForm, String>(MarkerForm.class);
      for (MarkerForm form : MarkerForm.values()) {
        var marker = new Marker(place + " " + form, Marker.of(random, Kind.ASCII).text());
        markers.add(marker);
        forms.put(form, MarkerSpelling.of(form, marker.text()).getFirst());
      }
      leaks.put(place, forms);
    }
    files = Files.createDirectory(folder.resolve("leaks"));
    write(LeakingServer.LOGGED, MarkerPlace.SERVER_LOG);
    write(LeakingServer.PRINTED, MarkerPlace.SERVER_OUTPUT);
    write(LeakingServer.KEPT, MarkerPlace.DATA_FOLDER);
    write(LeakingServer.TEMPORARY, MarkerPlace.TEMPORARY_FILES);
  }

  private Path write(String name, MarkerPlace place) throws IOException {
    return Files.writeString(files.resolve(name), lines(place));
  }

  @Test
  void each_leak_is_found() throws Exception {
    make();
    var search = new MarkerSearch(markers);
    var plan = ServerProcess.Plan.in(folder).with("CLAVIGER_LOG_LEVEL", "trace").under(leaking());
    var cli = new Cli(Files.createDirectory(folder.resolve("cli")), Map.of());
    try (var traces = new Traces(search, folder, plan, cli);
        var instance = new Instance(plan)) {
      intoCommands(instance, cli);
      intoDatabase(instance);
      intoAudit(plan);
      intoCommandLines(traces);
      intoAnswers(traces);
      Path left = Files.createTempFile(Path.of("/dev/shm"), "claviger-leak", "");
      Files.writeString(left, lines(MarkerPlace.SYSTEM_FOLDERS));
      try {
        traces.showAudit(instance.admin());
        traces.show(instance.server());
      } finally {
        Files.delete(left);
      }
    }
    var missing = new TreeSet<String>();
    for (MarkerPlace place : MarkerPlace.values()) {
      for (MarkerForm form : MarkerForm.values()) {
        if (!search.finds().contains(new Find(place, place + " " + form, form))) {
          missing.add(place + " " + form);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private String[] leaking() {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "--enable-native-access=ALL-UNNAMED",
      "-XX:TieredStopAtLevel=1",
      "-Djava.io.tmpdir=" + folder.resolve("tmp"),
      "-D" + LeakingServer.LEAKS + "=" + files,
      "-cp",
      System.getProperty("java.class.path"),
      LeakingServer.class.getName()
    };
  }

  /// A program writes it, and nothing masks it.
  private void intoCommands(Instance instance, Cli cli) throws IOException {
    Files.writeString(folder.resolve("password"), Instance.PASSWORD);
    cli.run(
        "login",
        "--server",
        instance.server().rest(),
        "--user",
        "admin",
        "--password-file",
        folder.resolve("password").toString());
    Path output = write("output", MarkerPlace.COMMAND_OUTPUT);
    Path errors = write("errors", MarkerPlace.COMMAND_ERRORS);
    cli.run(
        "run",
        "default/development",
        "--mask=never",
        "--",
        "sh",
        "-c",
        "cat %s; cat %s >&2".formatted(output, errors));
  }

  /// As descriptions, which are kept as they are.
  private void intoDatabase(Instance instance) throws SQLException {
    describe(instance, MarkerPlace.DATABASE);
    describe(instance, MarkerPlace.DATABASE_ROWS);
    try (var connection = open(instance.server().plan());
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    describe(instance, MarkerPlace.WRITE_AHEAD_LOG);
  }

  private void describe(Instance instance, MarkerPlace place) {
    for (String spelling : spellings(place)) {
      String body =
          "{\"key_name\":\"LEAK_%d\",\"value\":\"none\",\"description\":%s}"
              .formatted(++number, Json.quoted(spelling));
      instance.admin().post(Instance.DEFAULT, body).expect(201);
    }
  }

  private static Connection open(ServerProcess.Plan plan) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + plan.database() + "?busy_timeout=10000");
  }

  private void intoAudit(ServerProcess.Plan plan) throws SQLException {
    try (var connection = open(plan);
        var insert = connection.prepareStatement(INSERT)) {
      for (String spelling : spellings(MarkerPlace.AUDIT_LOG)) {
        insert.setLong(1, 1_000_000 + ++number);
        insert.setString(2, spelling);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
  }

  private void intoCommandLines(Traces traces) throws IOException, InterruptedException {
    var running = new ArrayList<Process>();
    for (String spelling : spellings(MarkerPlace.COMMAND_LINES)) {
      running.add(new ProcessBuilder("sh", "-c", "read end", spelling).start());
    }
    traces.awaitWatch();
    for (Process one : running) {
      one.getOutputStream().close();
      one.waitFor();
    }
  }

  /// A server that says what it was told.
  private void intoAnswers(Traces traces) throws IOException {
    var echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    echo.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    echo.start();
    try {
      var rest = new Rest("http://127.0.0.1:" + echo.getAddress().getPort(), null);
      for (String spelling : spellings(MarkerPlace.ANSWERS)) {
        traces.heard(rest.post("/", spelling));
      }
    } finally {
      echo.stop(0);
    }
  }
}
