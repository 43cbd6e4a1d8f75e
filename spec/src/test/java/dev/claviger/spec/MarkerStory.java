package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Answer;
import dev.claviger.spec.testkit.Cli;
import dev.claviger.spec.testkit.Grpc;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Json;
import dev.claviger.spec.testkit.Marker;
import dev.claviger.spec.testkit.Rest;
import dev.claviger.spec.testkit.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The main job with markers for values: every way in, every way out, and what is done to secrets
/// in between. Where values are asked for, they are there.
final class MarkerStory {
  private static final Path ROOT = Path.of(System.getProperty("claviger.root", ".."));
  private static final String SCOPE = "default/development";
  private static final String ROTATED = "INFO Secret rotated: OPENAI_API_KEY";
  private static final long HANG_NANOS = 60_000_000_000L;

  private final Instance instance;
  private final Cli cli;
  private final Traces traces;
  private final Path given;

  /// The value that each secret has now.
  private final Map<String, Marker> current = new TreeMap<>();

  private int number;

  /// @param given where the files are from which values are read; is made
  MarkerStory(Instance instance, Cli cli, Traces traces, Path given) throws IOException {
    this.instance = instance;
    this.cli = cli;
    this.traces = traces;
    this.given = Files.createDirectory(given);
  }

  /// @param markers at least 100
  void tell(List<Marker> markers) throws Exception {
    signIn(markers.getFirst()); // one of twenty bytes
    storeByCommand(markers.subList(1, 50));
    storeByRequest(markers.subList(50, 100));
    readByCommand();
    readByRequest();
    rotate(markers.subList(100, 105));
    runMasked();
    runAgent(markers.subList(105, 109));
  }

  private void signIn(Marker password) {
    instance
        .admin()
        .post(
            "/api/v1/principals",
            "{\"principal\":\"user:keeper\",\"password\":" + Json.quoted(password.text()) + "}")
        .expect(201);
    instance.bind("user:keeper", "admin", "everywhere");
    cli.feed(
        password.bytes(),
        words("login --server " + instance.server().rest() + " --user keeper --password-file -"));
    traces.heard(
        instance
            .stranger()
            .post(
                "/api/v1/sessions",
                "{\"user\":\"nobody\",\"password\":" + Json.quoted(password.text()) + "}")
            .expect(401));
  }

  private void storeByCommand(List<Marker> markers) throws IOException {
    String lines =
        markers.subList(0, 40).stream()
            .map(marker -> next(marker) + "=" + doubleQuoted(marker.text()))
            .collect(Collectors.joining("\n", "# values\n", "\n"));
    Path file = Files.writeString(given.resolve("values.env"), lines);
    cli.run(words("secret set " + SCOPE + " --from " + file));
    Marker fed = markers.get(40);
    cli.feed(fed.bytes(), words("secret set " + SCOPE + " " + next(fed) + " -"));
    var several = new ArrayList<>(List.of("secret", "set", SCOPE));
    for (Marker marker : markers.subList(41, markers.size())) {
      Path one = Files.write(given.resolve("value-" + number), marker.bytes());
      several.add(next(marker) + "=@" + one);
    }
    cli.run(several.toArray(String[]::new));
    Path bad = Files.writeString(given.resolve("bad.env"), "A=\"" + fed.text().replace("\"", ""));
    cli.start(words("secret set " + SCOPE + " --from " + bad)).ends(2);
  }

  private void storeByRequest(List<Marker> markers) {
    String batch =
        markers.subList(0, 20).stream()
            .map(one -> "{\"key_name\":\"%s\",\"value\":%s}".formatted(next(one), quoted(one)))
            .collect(Collectors.joining(",", "{\"secrets\":[", "]}"));
    traces.heard(instance.admin().post(Instance.DEFAULT + "/batch", batch).expect(200));
    for (Marker one : markers.subList(20, 35)) {
      String body = "{\"key_name\":\"%s\",\"value\":%s}".formatted(next(one), quoted(one));
      traces.heard(instance.admin().post(Instance.DEFAULT, body).expect(201));
    }
    for (Marker one : markers.subList(35, markers.size())) {
      String encoded = Base64.getEncoder().encodeToString(one.bytes());
      String body = "{\"value\":\"%s\",\"encoding\":\"base64\"}".formatted(encoded);
      traces.heard(instance.admin().put(Instance.DEFAULT + "/" + next(one), body).expect(201));
    }
  }

  private String next(Marker marker) {
    String name = number == 0 ? "OPENAI_API_KEY" : "KEY_" + number;
    number++;
    current.put(name, marker);
    return name;
  }

  private void readByCommand() {
    for (String name : List.of("KEY_1", "KEY_60")) {
      assertThat(cli.show(words("secret get " + SCOPE + " " + name)).said()).isEqualTo(value(name));
    }
    assertThat(cli.show(words("secret get " + SCOPE + " KEY_2 --encoding base64")).said())
        .isEqualTo(Base64.getEncoder().encodeToString(value("KEY_2").getBytes(UTF_8)));
    cli.start(words("secret get " + SCOPE + " KEY_NONE")).ends(3);
    cli.run(words("secret list " + SCOPE));
    cli.run(words("secret list " + SCOPE + " -o json"));
  }

  private void readByRequest() {
    for (String path : List.of(Instance.DEFAULT, Instance.DEFAULT + "/KEY_3")) {
      traces.heard(instance.admin().get(path).expect(200));
      traces.heard(instance.admin().get(path + "?show_values=true").expect(403));
    }
    instance.admin().patch("/api/v1/spaces/default", "{\"disclosure\":\"http\"}").expect(200);
    Answer shown = instance.admin().get(Instance.DEFAULT + "/KEY_3?show_values=true").expect(200);
    assertThat(shown.json().text("value")).isEqualTo(value("KEY_3"));
    assertThat(instance.admin().get(Instance.DEFAULT + "?show_values=true").expect(200).body())
        .contains("\"value\":");
    traces.heard(instance.admin().get(Instance.DEFAULT + "/KEY_3").expect(200));
    instance.admin().patch("/api/v1/spaces/default", "{\"disclosure\":\"grpc\"}").expect(200);

    String token = instance.agent("reader", SCOPE);
    Rest connect = instance.service(token);
    Answer found = connect.connect("GetSecret", "{\"secretName\":\"KEY_4\"}").expect(200);
    assertThat(new String(Base64.getDecoder().decode(found.json().text("value")), UTF_8))
        .isEqualTo(value("KEY_4"));
    assertThat(connect.connect("GetSecrets", "{}").expect(200).json().list("secrets"))
        .hasSize(current.size());
    traces.heard(connect.connect("GetSecret", "{\"secretName\":\"NONE\"}").expect(404));
    try (var grpc = new Grpc(instance.server().service(), token)) {
      assertThat(grpc.get(SCOPE, "KEY_5")).isEqualTo(value("KEY_5"));
      assertThat(grpc.count(SCOPE)).isEqualTo(current.size());
    }
  }

  private void rotate(List<Marker> markers) {
    Marker fed = markers.getFirst();
    cli.feed(fed.bytes(), words("secret rotate " + SCOPE + " KEY_1 --value -"));
    current.put("KEY_1", fed);
    for (int i = 1; i < markers.size(); i++) {
      String name = "KEY_" + (i + 1);
      String body = "{\"value\":" + quoted(markers.get(i)) + "}";
      traces.heard(instance.admin().post(Instance.DEFAULT + "/" + name + "/rotate", body));
      current.put(name, markers.get(i));
    }
    cli.run(words("secret history " + SCOPE + " KEY_1"));
    cli.show(words("secret get " + SCOPE + " KEY_1 --version 1"));
    traces.heard(instance.admin().get(Instance.DEFAULT + "/KEY_2/versions").expect(200));
  }

  /// A program that writes all it knows, in every spelling. The mask hides it.
  private void runMasked() throws IOException {
    Path program =
        Files.writeString(
            given.resolve("tell.py"),
            """
            import base64, json, os, sys, urllib.parse
            told = 0
            for name, value in sorted(os.environb.items()):
                if name.startswith(b"KEY_") or name == b"OPENAI_API_KEY":
                    text = value.decode()
                    for out in sys.stdout, sys.stderr:
                        print(name.decode(), "is", text, file=out)
                        for before in b"", b"k", b"k=":
                            print(base64.b64encode(before + value + b"~").decode(), file=out)
                        print(value.hex(), value.hex().upper(), file=out)
                        print(urllib.parse.quote(text), urllib.parse.quote_plus(text), file=out)
                        print(json.dumps(text), json.dumps(text, ensure_ascii=False), file=out)
                    told += 1
            print(told, "values told")
            """);
    var said = cli.run(words("run " + SCOPE + " --mask=always -- python3 " + program)).said();
    assertThat(said).contains("[SECRET_REDACTED]", current.size() + " values told");
  }

  /// A running agent, which gets new values over the socket.
  private void runAgent(List<Marker> markers) {
    Path agent = ROOT.resolve("examples/python/agent.py").toAbsolutePath();
    var running =
        cli.start(words("run " + SCOPE + " --on-change=signal:USR1 -- python3 -u " + agent));
    await(running, "INFO Agent started");
    for (Marker marker : markers) {
      long before = count(running.said());
      traces.heard(
          instance
              .admin()
              .post(
                  Instance.DEFAULT + "/OPENAI_API_KEY/rotate", "{\"value\":" + quoted(marker) + "}")
              .expect(200));
      current.put("OPENAI_API_KEY", marker);
      await(running, () -> count(running.said()) > before);
    }
    running.process().destroy();
    running.ends(143);
  }

  private static long count(String said) {
    return said.lines().filter(line -> line.startsWith(ROTATED)).count();
  }

  /// What is done to secrets and versions in the end.
  void end() {
    cli.run(words("secret restore " + SCOPE + " KEY_1 --version 1"));
    cli.run(words("secret destroy " + SCOPE + " KEY_1 --version 1 --yes"));
    cli.run(words("secret delete " + SCOPE + " KEY_2 --yes"));
    cli.run(words("secret undelete " + SCOPE + " KEY_2"));
    traces.heard(instance.admin().delete(Instance.DEFAULT + "/KEY_3").expect(204));
    traces.heard(instance.admin().delete(Instance.DEFAULT + "/KEY_4?hard=true").expect(204));
    traces.heard(instance.admin().get("/api/v1/spaces/default/deleted-secrets").expect(200));
    cli.run(words("audit list -o json --limit 1000"));
    cli.run(words("audit verify"));
    cli.run(words("status"));
    cli.run(words("logout"));
  }

  private String value(String name) {
    return Objects.requireNonNull(current.get(name), name).text();
  }

  private static String quoted(Marker marker) {
    return Json.quoted(marker.text());
  }

  private static String doubleQuoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
  }

  private static String[] words(String command) {
    return command.split(" ", -1);
  }

  private static void await(Cli.Running running, String line) {
    await(running, () -> running.said().contains(line));
  }

  private static void await(Cli.Running running, BooleanSupplier condition) {
    long end = System.nanoTime() + HANG_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(running::said).isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
