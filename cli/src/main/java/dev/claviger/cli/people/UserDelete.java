package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Principal;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger user delete NAME`: also ends all its tokens.
public final class UserDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("user delete", "NAME", "Delete a user. Its tokens end at once.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public UserDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Principal principal = Names.user(operands.only());
    try (Session session = Session.open(surroundings)) {
      Confirmation.require(surroundings, yes.isSet(), "Delete " + principal + "?");
      session.management().delete("/principals/" + principal);
      surroundings.stdout().println("deleted " + principal);
      return ExitCodes.OK;
    }
  }
}
