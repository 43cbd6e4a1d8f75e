package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger space restore NAME`.
public final class SpaceRestore implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "space restore", "NAME", "Restore a space that was deleted within the last 7 days.");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public SpaceRestore(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    var name = new SpaceName(operands.only());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      session.management().post("/spaces/" + name + "/restore", body);
      surroundings.stdout().println("restored space " + name);
      return ExitCodes.OK;
    }
  }
}
