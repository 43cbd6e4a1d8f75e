package dev.claviger.cli.audit;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.JsonText;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.OwnerOnly;
import dev.claviger.cli.session.Session;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger audit export [SCOPE]`: every field of all entries that are asked for, oldest first.
///
/// One page at a time is held. A file appears only once it is whole.
public final class AuditExport implements Command {
  private static final String PAGE = "1000";

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "audit export",
              "[SCOPE]",
              "Write every field of all entries that are asked for, oldest first: as JSON Lines or",
              "as CSV for a spreadsheet. Without a filter it holds whole chains, and anyone can",
              "compute them again. A file is for you alone (0600), and appears once it is whole.")
          .footer(
              "claviger audit export --since 30d --format csv -o audit.csv",
              "claviger audit export -o audit.jsonl && python3 examples/python/audit_chain.py"
                  + " audit.jsonl");
  private final Syntax.Text format =
      syntax.text("FORMAT", "jsonl or csv; jsonl without it.", "--format");
  private final Syntax.Text file =
      syntax.text("FILE", "Where to; standard output without it.", "-o", "--output");
  private final AuditFilterOptions filter;

  /// In these surroundings.
  public AuditExport(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.filter = new AuditFilterOptions(surroundings, syntax);
  }

  /// Makes lines of entries.
  private interface Lines {
    void write(Json entry) throws IOException;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    String asked = format.or("jsonl");
    if (!asked.equals("jsonl") && !asked.equals("csv")) {
      throw CommandFailure.usage("--format takes jsonl or csv", null);
    }
    Query query = filter.queryWithTimes().with("order", "asc").with("limit", PAGE);
    try (Session session = Session.open(surroundings)) {
      String to = file.value();
      if (to == null) {
        var out = new OutputStreamWriter(surroundings.stdout(), StandardCharsets.UTF_8);
        export(session.management(), query, asked, out);
        out.flush();
      } else {
        toFile(session.management(), query, asked, surroundings.file(to));
      }
      return ExitCodes.OK;
    }
  }

  private void toFile(ManagementPlane plane, Query query, String asked, Path to)
      throws IOException {
    OwnerOnly.write(
        to,
        stream -> {
          var out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          long count = export(plane, query, asked, out);
          out.flush();
          surroundings.say(count + " entries written to " + to);
        });
  }

  private static long export(ManagementPlane plane, Query query, String asked, Writer out)
      throws IOException {
    Lines lines = asked.equals("csv") ? csv(out) : json(out);
    String first = "/audit" + query;
    String next = first;
    long count = 0;
    while (true) {
      Json page = plane.get(next);
      for (Json entry : page.items("entries")) {
        lines.write(entry);
        count++;
      }
      String cursor = page.find("next");
      if (cursor == null) {
        return count;
      }
      next = first + "&after=" + Query.encoded(cursor);
    }
  }

  private static Lines json(Writer out) {
    return entry -> out.append(JsonText.of(entry, false)).append('\n');
  }

  private static Lines csv(Writer out) throws IOException {
    out.append(EntryCsv.HEADER);
    return entry -> out.append(EntryCsv.line(entry));
  }
}
