package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Cli;
import dev.claviger.spec.testkit.ClientMachine.Ended;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.QuickClient;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// I8, R8: the log leaves the server with every field, so that a program which shares no line with
/// ours can compute it again.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditExportTest {
  private static final String PROGRAM =
      Path.of("..", "examples", "python", "audit_chain.py").toAbsolutePath().toString();

  final Path folder;
  final Instance instance;
  final QuickClient admin;

  AuditExportTest(@TempDir Path folder) {
    this.folder = folder;
    instance = new Instance(ServerProcess.Plan.in(folder));
    admin =
        new QuickClient(folder.resolve("admin"))
            .signedIn(instance.server().rest(), instance.adminToken());
  }

  @BeforeAll
  void a_history_with_all_kinds_of_entries() {
    instance.create("ONE", "first-value");
    instance.create("TWO", "second-value");
    String agent = instance.agent("reader", "default/development");
    instance.fetch(agent, "ONE");
    instance.service(agent).connect("GetSecrets", "{\"scope\":\"default/development\"}");
    instance.admin().get("/api/v1/spaces/default/secrets/MISSING");
    instance.stranger().get("/api/v1/audit");
    String user = instance.user("mara");
    instance.bind("user:mara", "viewer", "default");
    instance.stranger().as(user).get("/api/v1/audit");
    instance.restart();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void an_independent_program_computes_the_chains_again() throws Exception {
    for (String format : List.of("jsonl", "csv")) {
      Path file = folder.resolve("audit." + format);
      admin.run("", words("audit export --format " + format + " -o " + file)).expect(0);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(check(file, 0)).matches("(?s)[0-9]{2,} entries in [23] chains, 0 broken\\s*");
    }
  }

  @Test
  void it_finds_what_was_changed_or_left_out() throws Exception {
    List<String> lines = admin.run("", words("audit export")).expect(0).stdout().lines().toList();
    Path forged = folder.resolve("forged.jsonl");
    Files.write(forged, lines.stream().map(l -> l.replace("\"ONE\"", "\"SIX\"")).toList());
    assertThat(check(forged, 1)).contains(" was changed");
    Files.write(forged, Stream.concat(lines.stream().limit(3), lines.stream().skip(4)).toList());
    assertThat(check(forged, 1)).contains("entry 4 is missing");
  }

  @Test
  void filters_restrict_it_and_no_value_is_in_it() {
    Ended all = admin.run("", words("audit export")).expect(0);
    assertThat(all.stdout())
        .contains("\"secrets\":[{", "\"state\":", "\"address\":")
        .doesNotContain("first-value")
        .doesNotContain("second-value");
    Ended some = admin.run("", words("audit export --action READ --principal agent:reader"));
    assertThat(some.expect(0).stdout().lines()).hasSize(2).allMatch(l -> l.contains("\"READ\""));
  }

  @Test
  void a_refused_export_leaves_no_file() {
    String agent = instance.user("nobody");
    QuickClient client =
        new QuickClient(folder.resolve("nobody")).signedIn(instance.server().rest(), agent);
    Path file = folder.resolve("refused.jsonl");
    assertThat(client.run("", words("audit export -o " + file)).code()).isEqualTo(5);
    assertThat(file).doesNotExist();
    assertThat(client.run("", words("audit export --format xml")).code()).isEqualTo(2);
  }

  /// A batch read is found by the name of each secret, and counts as a use of each.
  @Test
  void a_call_about_several_secrets_is_found_by_each_of_them() {
    for (String name : List.of("ONE", "TWO")) {
      while (instance.audit("&action=READ&secret=" + name).stream()
          .noneMatch(e -> e.has("secrets"))) {
        LockSupport.parkNanos(10_000_000);
      }
      var secret = instance.admin().get(Instance.DEFAULT + "/" + name).expect(200).json();
      assertThat(secret.has("last_accessed_at")).isTrue();
    }
    String list = "secret list default/development -o json";
    assertThat(admin.run("", words(list + " --stale 1")).expect(0).stdout()).doesNotContain("ONE");
    assertThat(admin.run("", words(list + " --stale 0")).expect(0).stdout()).contains("ONE");
    assertThat(admin.run("", words(list + " --stale never")).code()).isEqualTo(2);
    assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
  }

  /// The tail goes on over a restart of the server, and ends at Ctrl-C.
  @Test
  void the_tail_goes_on_after_a_restart() throws Exception {
    var cli =
        new Cli(
            folder.resolve("cli"),
            Map.of(
                "CLAVIGER_SERVER",
                instance.server().rest(),
                "CLAVIGER_TOKEN",
                instance.adminToken()));
    Cli.Running tail = cli.start("audit", "tail", "--follow", "--action", "CREATE");
    try {
      instance.create("BEFORE", "x");
      until(tail, "BEFORE");
      instance.restart();
      instance.create("AFTER", "x");
      until(tail, "AFTER");
    } finally {
      interrupt(tail.process());
    }
    assertThat(tail.process().waitFor()).isEqualTo(130);
  }

  private static void until(Cli.Running tail, String name) {
    while (!tail.said().contains("\"" + name + "\"")) {
      assertThat(tail.process().isAlive()).as(tail.said()).isTrue();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private static String check(Path file, int exitCode) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("python3", PROGRAM, file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
    return said;
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }
}
