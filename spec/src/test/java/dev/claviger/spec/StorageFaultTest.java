package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Cli;
import dev.claviger.spec.testkit.Grpc;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.ServerProcess;
import dev.claviger.spec.testkit.SmallDisk;
import dev.claviger.v1.GetSecretRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY 5, FT4: storage fails while clients are at work. Each call is refused or answered as
/// ever; what was answered is kept and on record; and once storage works again, so does the server.
class StorageFaultTest {
  private static final int MEGABYTES = 48;
  private static final String REFUSING = "no audit entry can be written";
  private static final String AGAIN = "audit entries can be written again";
  private static final int FAILED = 1;

  /// On a disk that is nearly full some calls still find room.
  private static final int FEW = 10;

  @TempDir Path folder;

  /// What was opened, newest first: a server stands on its disk.
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @AfterEach
  void close_all() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private ServerProcess.Plan plan() {
    return ServerProcess.Plan.in(folder).with("CLAVIGER_RATE_CALLS_PER_SECOND", "1000000");
  }

  private Instance started() {
    var instance = new Instance(plan());
    opened.push(instance);
    return instance;
  }

  private ClientsAtWork atWork(Instance instance) {
    var clients = new ClientsAtWork(instance);
    opened.push(clients);
    clients.awaitAnswers();
    return clients;
  }

  @Test
  void a_full_disk_refuses_every_call_until_there_is_room() throws Exception {
    var disk = SmallDisk.inMemory(plan().data(), MEGABYTES);
    opened.push(disk);
    Instance instance = started();
    ClientsAtWork clients = atWork(instance);
    disk.fill();
    clients.awaitRefusals();
    overGrpc(instance);
    byCommand(instance);
    disk.free();
    clients.awaitAnswers();
    clients.stop();
    clients.check();
    assertThat(instance.server().log().split(REFUSING, -1))
        .as("not told for each call")
        .hasSizeBetween(2, FEW);
    assertThat(instance.server().log()).contains("the disk is full", AGAIN);
    instance.restart();
    clients.check();
  }

  private static void overGrpc(Instance instance) {
    try (var grpc = new Grpc(instance.server().service(), instance.adminToken())) {
      var request = GetSecretRequest.newBuilder().setScope("default/development");
      assertThat(grpc.refusal(request.setSecretName(ClientsAtWork.NAME + 0).build()))
          .contains("UNAVAILABLE");
    }
  }

  private void byCommand(Instance instance) throws Exception {
    var cli =
        new Cli(
            Files.createDirectory(folder.resolve("cli")),
            Map.of(
                "CLAVIGER_SERVER", instance.server().rest(),
                "CLAVIGER_TOKEN", instance.adminToken()));
    var get =
        cli.start("secret", "get", "default/development", ClientsAtWork.NAME + 0).ends(FAILED);
    assertThat(get.said()).isEmpty();
    assertThat(get.errors()).content().contains("cannot be written now; nothing was done; retry");
  }

  @Test
  void a_database_that_becomes_read_only_refuses_every_call() {
    var disk = SmallDisk.inFile(plan().data(), MEGABYTES);
    opened.push(disk);
    Instance instance = started();
    ClientsAtWork clients = atWork(instance);
    Path database = plan().database();
    Path log = Path.of(database + "-wal");
    SmallDisk.immutable(true, database);
    SmallDisk.immutable(true, log);
    clients.awaitRefusals();
    SmallDisk.immutable(false, database);
    SmallDisk.immutable(false, log);
    clients.awaitAnswers();
    clients.stop(); // ext4 may answer a flush well that is under way at this moment
    disk.breakDown();
    clients.start();
    clients.awaitRefusals();
    clients.stop();
    instance.server().kill();
    disk.repair();
    instance.restart();
    clients.check();
    assertThat(instance.server().log().split(REFUSING, -1))
        .as("told each time, not for each call")
        .hasSizeBetween(3, FEW);
  }

  @Test
  void a_database_that_is_kept_locked_refuses_every_call_until_it_is_free() throws Exception {
    Instance instance = started();
    ClientsAtWork clients = atWork(instance);
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + plan().database());
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.execute("BEGIN IMMEDIATE");
      clients.awaitRefusals();
      statement.execute("ROLLBACK");
    }
    clients.awaitAnswers();
    clients.stop();
    clients.check();
    assertThat(instance.server().log()).contains("is kept locked by another program", AGAIN);
  }
}
