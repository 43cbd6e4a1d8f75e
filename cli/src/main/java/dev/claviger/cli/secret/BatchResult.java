package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.model.Scope;
import java.util.ArrayList;
import java.util.List;

/// What became of several values that were stored in one step.
final class BatchResult {
  private BatchResult() {}

  /// A line `NAME  changed  version 3` for each, and a count on standard error.
  static void print(Surroundings surroundings, Scope scope, Json answer) {
    List<Json> results = answer.items("results");
    var rows = new ArrayList<List<String>>();
    for (Json each : results) {
      rows.add(
          List.of(
              Printable.line(each.text("key_name")),
              Printable.line(each.text("change")),
              "version " + each.number("version")));
    }
    surroundings.stdout().print(Table.lines(rows));
    surroundings.stdout().flush();
    surroundings.say(
        count(results, "new")
            + " new, "
            + count(results, "changed")
            + " changed, "
            + count(results, "same")
            + " the same in "
            + scope);
  }

  private static long count(List<Json> results, String change) {
    return results.stream().filter(each -> each.text("change").equals(change)).count();
  }
}
