package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Scope;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger env delete SPACE/NAME`.
public final class EnvDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("env delete", "SPACE/NAME", "Remove an environment that holds no secrets.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("SPACE/NAME", "1");

  /// In these surroundings.
  public EnvDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Scope scope = Scope.parse(operands.only());
    try (Session session = Session.open(surroundings)) {
      Confirmation.require(surroundings, yes.isSet(), "Delete the environment " + scope + "?");
      session
          .management()
          .delete("/spaces/" + scope.space() + "/environments/" + scope.environment());
      surroundings.stdout().println("deleted environment " + scope);
      return ExitCodes.OK;
    }
  }
}
