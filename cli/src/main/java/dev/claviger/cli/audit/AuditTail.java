package dev.claviger.cli.audit;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.JsonText;
import dev.claviger.cli.render.OutputFormat;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Times;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.session.Session;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger audit tail [SCOPE]`: the last entries, and each new one as it is written.
///
/// Asking is itself on record, so its own entries are left out: else it would never be quiet.
public final class AuditTail implements Command {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PAUSE_WITHOUT_SERVER = Duration.ofSeconds(3);
  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;
  private static final int REMEMBERED = 5000;

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "audit tail",
          "[SCOPE]",
          "Show the last entries of the audit log, and with --follow each new one until Ctrl-C;",
          "it waits for a server that is being restarted. JSON is one entry a line. Reading the",
          "log by this command is on record, and not shown.");
  private final Syntax.Text count =
      syntax.text(
          "NUMBER", "So many of the last ones, up to 1000; 10 without it.", "-n", "--lines");
  private final Syntax.Flag follow = syntax.flag("Go on with each new entry.", "-f", "--follow");
  private final OutputOption output = OutputOption.of(syntax);
  private final AuditFilterOptions filter;
  private final Set<String> seen = new LinkedHashSet<>();
  private boolean following;
  private boolean waiting;

  /// In these surroundings.
  public AuditTail(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.filter = new AuditFilterOptions(surroundings, syntax);
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    boolean asTable = output.format(surroundings) == OutputFormat.TABLE;
    String lines = count.or("10");
    if (!lines.matches("[1-9][0-9]{0,2}|1000")) {
      throw CommandFailure.usage("--lines is 1 to 1000", null);
    }
    try (Session session = Session.open(surroundings)) {
      ManagementPlane plane = session.management();
      String own = plane.get("/sessions/current").text("credential");
      String since = last(plane, own, lines, asTable);
      following = follow.isSet();
      while (following && !surroundings.stdout().checkError()) {
        pause(waiting ? PAUSE_WITHOUT_SERVER : PAUSE);
        since = followPatiently(plane, own, since, asTable);
      }
      return ExitCodes.OK;
    }
  }

  private String last(ManagementPlane plane, String own, String lines, boolean asTable) {
    List<Json> newest =
        plane.get("/audit" + filter.queryWithTimes().with("limit", lines)).items("entries");
    newest.reversed().forEach(entry -> print(entry, own, asTable));
    return newest.isEmpty()
        ? surroundings.clock().instant().toString()
        : newest.getFirst().text("timestamp");
  }

  /// Nothing is lost while there is no server, since the entries wait.
  private String followPatiently(ManagementPlane plane, String own, String since, boolean asTable) {
    try {
      String next = follow(plane, own, since, asTable);
      waiting = false;
      return next;
    } catch (Unreachable e) {
      sayOnce(e.getMessage());
    } catch (ServerProblem e) {
      if (e.httpStatus() != UNAVAILABLE && e.httpStatus() != TOO_MANY) {
        throw e;
      }
      sayOnce(e.getMessage());
    }
    return since;
  }

  private void sayOnce(String problem) {
    if (!waiting) {
      surroundings.say(problem + "; waiting");
    }
    waiting = true;
  }

  /// From the time of the last entry on: two entries may have the same, so what was shown is
  /// remembered.
  private String follow(ManagementPlane plane, String own, String since, boolean asTable) {
    var query = filter.query().with("since", since).with("order", "asc");
    List<Json> entries = plane.list("/audit" + query, "entries");
    entries.forEach(entry -> print(entry, own, asTable));
    return entries.isEmpty() ? since : entries.getLast().text("timestamp");
  }

  private void print(Json entry, String own, boolean asTable) {
    String place = entry.text("node") + "/" + entry.text("boot") + "/" + entry.text("seq");
    boolean asking =
        following
            && entry.text("resource_type").equals("audit")
            && entry.text("action").equals("LIST")
            && entry.text("credential").equals(own);
    if (asking || !seen.add(place)) {
      return;
    }
    if (seen.size() > REMEMBERED) {
      seen.remove(seen.iterator().next());
    }
    surroundings.stdout().println(asTable ? line(entry) : JsonText.of(entry, false));
    surroundings.stdout().flush();
  }

  private static String line(Json entry) {
    return Printable.line(
        Times.shown(entry.text("timestamp"))
            + "  "
            + entry.text("outcome")
            + "  "
            + AuditColumns.who(entry)
            + "  "
            + entry.text("action")
            + "  "
            + AuditColumns.what(entry));
  }

  private static void pause(Duration pause) throws IOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
