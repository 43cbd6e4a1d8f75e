package dev.claviger.cli.people;

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

/// `claviger user list`.
public final class UserList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "principal"),
          Column.time("CREATED", "created_at"),
          Column.of("BY", "created_by"),
          Column.of("DESCRIPTION", "description"));

  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("user list", "", "List the users.");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public UserList(Surroundings surroundings) {
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
      List<Json> found = session.management().list("/principals?kind=user", "principals");
      output.list(surroundings, "principals", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
