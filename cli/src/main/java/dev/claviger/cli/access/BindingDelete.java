package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger binding delete ID`.
public final class BindingDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("binding delete", "ID", "Take a role away. claviger binding list shows the ids.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("ID", "1");

  /// In these surroundings.
  public BindingDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings)) {
      String id = operands.only();
      Confirmation.require(surroundings, yes.isSet(), "Delete the binding " + id + "?");
      session.management().delete("/bindings/" + Query.encoded(id));
      surroundings.stdout().println("deleted binding " + id);
      return ExitCodes.OK;
    }
  }
}
