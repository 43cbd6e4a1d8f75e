package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger role list`.
public final class RoleList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "name"),
          new Column("BUILT IN", role -> role.isTrue("built_in") ? "yes" : "no"),
          new Column("RIGHTS", role -> Integer.toString(role.items("permissions").size())),
          Column.of("DESCRIPTION", "description"));

  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("role list", "", "List the roles.");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public RoleList(Surroundings surroundings) {
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
      List<Json> found = session.management().list("/roles", "roles");
      output.list(surroundings, "roles", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
