package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import dev.claviger.model.RoleName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger role show NAME`.
public final class RoleShow implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("role show", "NAME", "Show the rights of a role.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public RoleShow(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    var name = new RoleName(operands.only());
    try (Session session = Session.open(surroundings)) {
      Json role = session.management().get("/roles/" + name);
      output.print(surroundings, role, () -> text(role));
      return ExitCodes.OK;
    }
  }

  private static String text(Json role) {
    var rows =
        role.items("permissions").stream()
            .map(right -> right instanceof Json.Text(var word) ? List.of(word) : List.of(""))
            .toList();
    return Table.lines(rows);
  }
}
