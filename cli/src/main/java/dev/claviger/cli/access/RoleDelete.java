package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.Session;
import dev.claviger.model.RoleName;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger role delete NAME`.
public final class RoleDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("role delete", "NAME", "Delete a role of your own that nobody has any more.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public RoleDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    var name = new RoleName(operands.only());
    try (Session session = Session.open(surroundings)) {
      Confirmation.require(surroundings, yes.isSet(), "Delete the role " + name + "?");
      session.management().delete("/roles/" + name);
      surroundings.stdout().println("deleted role " + name);
      return ExitCodes.OK;
    }
  }
}
