package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY 5, FT3: what the server answers is on the disk, as the kernel saw it. The
/// build of SQLite decides between fdatasync and fsync, which promises more.
class FdatasyncTest {
  private static final int CALLS =
      Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG")) ? 1000 : 100;
  private static final Pattern BEGUN =
      Pattern.compile("^(\\d+) +(?:fdatasync|fsync)\\(\\d+<[^>]*claviger\\.db-wal>");
  private static final Pattern ENDED =
      Pattern.compile(
          "^(\\d+) +(?:(?:fdatasync|fsync)\\(|<\\.\\.\\. (?:fdatasync|fsync) resumed>).*= 0$");
  private static final Pattern RECEIVED =
      Pattern.compile("^\\d+ +(?:(?:read|recv)\\w*\\(|<\\.\\.\\. (?:read|recv)\\w* resumed>)");
  private static final Pattern ANSWER =
      Pattern.compile("\\b(?:write|writev|send|sendto|sendmsg)\\(.*HTTP/1\\.1 2");

  @TempDir Path folder;

  /// Arrivals of single calls, and those of them whose answer left without a flush of the WAL.
  private record Seen(List<String> calls, List<String> unflushed) {}

  @Test
  void every_call_is_flushed_before_it_is_answered() throws IOException {
    Seen seen = trace(ServerProcess.Plan.in(folder), CALLS);
    assertThat(seen.calls()).hasSize(CALLS);
    assertThat(seen.unflushed()).isEmpty();
  }

  @Test
  void the_check_fails_where_nothing_is_flushed() throws IOException {
    var plan = ServerProcess.Plan.in(folder);
    String url = "jdbc:sqlite:" + plan.database() + "?synchronous=OFF";
    Seen seen = trace(plan.with("CLAVIGER_DATABASE_URL", url), 20);
    assertThat(seen.calls()).hasSize(20);
    assertThat(seen.unflushed()).hasSizeGreaterThanOrEqualTo(18); // a checkpoint may flush as well
  }

  /// Half of the calls are writes over REST, half are reads on the service plane, one at a time.
  private Seen trace(ServerProcess.Plan plan, int calls) throws IOException {
    Path trace = folder.resolve("trace");
    try (var instance = new Instance(plan)) {
      String agent = instance.agent("reader", "default/development");
      instance.server().stop();
      try (var traced = instance.server().samePorts().under(strace(trace)).start()) {
        for (int i = 0; i < calls / 2; i++) {
          instance.create("CALL_" + i + "_END", "value-" + i);
          assertThat(instance.fetch(agent, "CALL_" + i + "_END")).isEqualTo("value-" + i);
        }
        traced.stop();
      }
    }
    return read(trace, calls);
  }

  private static String[] strace(Path trace) {
    return new String[] {
      "strace",
      "-f",
      "--seccomp-bpf",
      "-y",
      "-s",
      "4096",
      "-o",
      trace.toString(),
      "-e",
      "trace=fdatasync,fsync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"
    };
  }

  private static Seen read(Path trace, int calls) throws IOException {
    var reading = new Reading(calls);
    try (var lines = Files.lines(trace, ISO_8859_1)) {
      lines.forEach(reading::take);
    }
    return new Seen(reading.arrived, reading.unflushed);
  }

  /// Walks through a trace, with at most one call at a time on its way.
  private static final class Reading {
    private final int calls;
    private final List<String> arrived = new ArrayList<>();
    private final List<String> unflushed = new ArrayList<>();

    /// Threads that flush the WAL since the call arrived.
    private final Set<String> flushing = new HashSet<>();

    private boolean onItsWay;
    private boolean flushed;

    Reading(int calls) {
      this.calls = calls;
    }

    void take(String line) {
      if (!onItsWay) {
        arrive(line);
        return;
      }
      Matcher begun = BEGUN.matcher(line);
      if (begun.find()) {
        flushing.add(begun.group(1));
      }
      Matcher ended = ENDED.matcher(line);
      if (ended.find() && flushing.remove(ended.group(1))) {
        flushed = true;
      }
      if (ANSWER.matcher(line).find()) {
        if (!flushed) {
          unflushed.add(arrived.getLast());
        }
        onItsWay = false;
      }
    }

    private void arrive(String line) {
      int call = arrived.size();
      boolean received = RECEIVED.matcher(line).find();
      if (call < calls && received && line.contains("CALL_" + call / 2 + "_END")) {
        arrived.add((call % 2 == 0 ? "write " : "read ") + call);
        flushing.clear();
        onItsWay = true;
        flushed = false;
      }
    }
  }
}
