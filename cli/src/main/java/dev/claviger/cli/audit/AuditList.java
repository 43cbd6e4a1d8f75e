package dev.claviger.cli.audit;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger audit list [SCOPE]`: who did what, newest first.
public final class AuditList implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "audit list",
              "[SCOPE]",
              "List entries of the audit log, newest first. JSON holds every field of an entry, so",
              "that anyone can compute the chain again.")
          .footer("claviger audit list payments/production --secret DATABASE_URL --since 24h");
  private final Syntax.Text limit =
      syntax.text("NUMBER", "At most so many, up to 1000; 50 without it.", "--limit");
  private final OutputOption output = OutputOption.of(syntax);
  private final AuditFilterOptions filter;

  /// In these surroundings.
  public AuditList(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.filter = new AuditFilterOptions(surroundings, syntax);
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    String count = limit.or("50");
    if (!count.matches("[1-9][0-9]{0,2}|1000")) {
      throw CommandFailure.usage("--limit is 1 to 1000", null);
    }
    try (Session session = Session.open(surroundings)) {
      var query = filter.queryWithTimes().with("limit", count);
      List<Json> entries = session.management().get("/audit" + query).items("entries");
      output.list(surroundings, "entries", entries, AuditColumns.ALL);
      return ExitCodes.OK;
    }
  }
}
