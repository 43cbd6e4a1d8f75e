package dev.claviger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Cli;
import dev.claviger.spec.testkit.Instance;
import dev.claviger.spec.testkit.Marker;
import dev.claviger.spec.testkit.MarkerSearch;
import dev.claviger.spec.testkit.ServerProcess;
import dev.claviger.spec.testkit.Traces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// I14, SECURITY 5: values are planted, the whole story is told at the level TRACE, and no value is
/// found where it has no business. That the search finds what is there, [MarkerLeakTest] shows.
class MarkerTest {
  private static final int MARKERS = 200;

  /// Another one each time, because command lines of other processes are searched too.
  private static final long SEED = Long.getLong("claviger.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void no_value_is_found_outside_of_where_it_was_asked_for() throws Exception {
    System.out.println("MarkerTest: seed " + SEED);
    List<Marker> markers = Marker.of(new Random(SEED), MARKERS);
    var search = new MarkerSearch(markers);
    var plan = ServerProcess.Plan.in(folder).with("CLAVIGER_LOG_LEVEL", "trace");
    var cli = new Cli(Files.createDirectory(folder.resolve("cli")), Map.of());
    try (var traces = new Traces(search, folder, plan, cli);
        var instance = new Instance(plan)) {
      var good = new MarkerStory(instance, cli, traces, folder.resolve("given"));
      good.tell(markers.subList(0, 120));
      new MarkedRequests(instance, traces, markers.subList(120, MARKERS)).send();
      good.end();
      traces.awaitWatch();
      traces.showAudit(instance.admin());
      traces.show(instance.server());
      instance.server().stop(); // folds the write-ahead log into the database
      traces.show(instance.server());
      assertThat(instance.server().log().contains(" DEBUG ")).isTrue(); // nothing is finer so far
    }
    assertThat(search.finds()).isEmpty();
  }
}
