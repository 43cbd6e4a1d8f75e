package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.ServerProcess;
import dev.claviger.spec.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SECURITY 5, FT4: a server that cannot write says why in one line and ends; the next start after
/// that has been mended goes as if nothing had been.
class StartingOnABadDiskTest {
  private static final int MEGABYTES = 8;
  private static final int FAILED = 1;
  private static final long HANG_NANOS = 60_000_000_000L;
  private static final String NO_ROOM = "No space left on device|the disk is full|is the disk full";
  private static final String NOT_WRITABLE = "Read-only file system|let the server's user write";

  private static final String KEPT = "{\"scope\":\"default/development\",\"secretName\":\"KEPT\"}";

  private final ServerProcess.Plan plan;

  @AutoClose private final SmallDisk disk;

  StartingOnABadDiskTest(@TempDir Path folder) {
    plan = ServerProcess.Plan.in(folder);
    disk = SmallDisk.inMemory(plan.data(), MEGABYTES);
  }

  /// From no room at all to room for all but the last steps of a first start.
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 100})
  void a_first_start_without_room(int pages) throws IOException {
    disk.fill(pages);
    refuses(NO_ROOM);
    disk.free();
    try (var instance = new Instance(plan)) {
      instance.create("KEPT", "value");
      assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
    }
  }

  @Test
  void a_first_start_where_nothing_can_be_written() throws IOException {
    disk.makeReadOnly();
    refuses(NOT_WRITABLE);
    disk.makeWritable();
    new Instance(plan).close();
  }

  @Test
  void a_later_start_without_room() throws IOException {
    try (var instance = used()) {
      for (int i = 0; i < 20; i++) { // the log shall not fit into the database as it is
        instance.create("LARGE_" + i, "v".repeat(20_000));
      }
      awaitWitness();
      instance.server().kill();
      disk.fill();
      refuses(NO_ROOM);
      disk.free();
      instance.restart();
      stillThere(instance);
    }
  }

  @Test
  void a_later_start_where_nothing_can_be_written() throws IOException {
    try (var instance = used()) {
      instance.server().stop();
      disk.makeReadOnly();
      refuses(NOT_WRITABLE);
      disk.makeWritable();
      instance.restart();
      stillThere(instance);
      instance.server().kill();
      disk.makeReadOnly();
      refuses(NOT_WRITABLE);
      disk.makeWritable();
      instance.restart();
      stillThere(instance);
    }
  }

  private Instance used() {
    var instance = new Instance(plan);
    instance.create("KEPT", "value");
    return instance;
  }

  /// The start reduces this file, if there is anything in it.
  private void awaitWitness() throws IOException {
    Path witness = plan.data().resolve("audit.witness");
    long deadline = System.nanoTime() + HANG_NANOS;
    while (Files.notExists(witness) || Files.size(witness) == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static void stillThere(Instance instance) {
    assertThat(instance.service(instance.adminToken()).connect("GetSecret", KEPT).status())
        .isEqualTo(200);
    assertThat(instance.verify().get("ok").tree()).isEqualTo(true);
  }

  private void refuses(String why) throws IOException {
    Files.deleteIfExists(plan.log());
    try (var server = plan.launch()) {
      assertThat(server.exitCode()).as(server.log()).isEqualTo(FAILED);
      assertThat(server.output()).isEmpty();
      List<String> said =
          server.log().lines().filter(line -> !line.startsWith("WARNING: ")).toList();
      assertThat(said).as(server.log()).hasSize(1); // the JVM's own warnings apart
      assertThat(said.getFirst()).startsWith("claviger: ").contains(plan.data().toString());
      assertThat(said.getFirst()).containsPattern(why);
    }
  }
}
