package dev.claviger.cli.audit;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.JsonText;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger audit verify`: lets the server compute every chain again.
public final class AuditVerify implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "audit verify",
          "",
          "Compute the chains of the audit log again and compare them with what is stored. Exit",
          "code 9 where an entry was changed or is missing; the first one is named.");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public AuditVerify(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    try (Session session = Session.open(surroundings)) {
      Json report = session.management().postAndWait("/audit/verify");
      output.print(surroundings, report, () -> text(report));
      return report.isTrue("ok") ? ExitCodes.OK : ExitCodes.WRONG;
    }
  }

  private static String text(Json report) {
    var text = new StringBuilder();
    text.append(report.number("entries")).append(" entries in ");
    text.append(report.number("chains"))
        .append(report.number("chains") == 1 ? " chain" : " chains");
    text.append(", ").append(report.number("milliseconds")).append(" ms: ");
    text.append(report.isTrue("ok") ? "nothing was changed, nothing is missing\n" : "NOT INTACT\n");
    if (report.field("first_broken") instanceof Json.Fields broken) {
      text.append("First broken entry: ").append(place(broken)).append('\n');
    }
    for (Json cut : report.items("cuts")) {
      String words = cut instanceof Json.Text(var line) ? line : JsonText.of(cut, false);
      text.append("Known cut: ").append(Printable.line(words)).append('\n');
    }
    return text.toString();
  }

  private static String place(Json broken) {
    return Printable.line(
        "number "
            + broken.number("seq")
            + " of node "
            + broken.text("node")
            + ", boot "
            + broken.text("boot")
            + ": "
            + broken.text("reason"));
  }
}
