package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Principal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger access show [WHO]`: what somebody may do, all in all.
public final class AccessShow implements Command {
  private final Surroundings surroundings;
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("WHERE", "where"),
          Column.of("RIGHT", "permission"),
          new Column("ONLY", one -> RoleShow.texts(one, "only")),
          Column.of("BY ROLE", "role"));

  private final Syntax syntax =
      Syntax.of(
          "access show",
          "[WHO]",
          "Show what somebody may do: every right, where it holds, and the role that gives it.",
          "WHO is such as user:mara or agent:ci; without it you. A token can be good for less.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("WHO", "0..1");

  /// In these surroundings.
  public AccessShow(Surroundings surroundings) {
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
      var management = session.management();
      Principal who =
          Principal.parse(
              operands.values().isEmpty()
                  ? management.get("/sessions/current").text("principal")
                  : operands.only());
      List<Json> found = management.list("/principals/" + who + "/permissions", "permissions");
      output.list(surroundings, "permissions", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
