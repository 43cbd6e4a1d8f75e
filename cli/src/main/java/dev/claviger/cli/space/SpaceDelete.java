package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.Session;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger space delete NAME`: hides a space for 7 days, or erases it now.
public final class SpaceDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "space delete",
          "NAME",
          "Delete a space with all its secrets. For 7 days it can be restored with:",
          "claviger space restore NAME. Until then its name stays taken.");
  private final Syntax.Flag erase =
      syntax.flag("Destroy its keys now: nothing in it can be restored.", "--erase");
  private final Syntax.Text confirm =
      syntax.text("NAME", "With --erase: the name again, instead of being asked.", "--confirm");
  private final Syntax.Flag yes = syntax.flag("Do not ask (without --erase).", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public SpaceDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    var name = new SpaceName(operands.only());
    try (Session session = Session.open(surroundings)) {
      if (erase.isSet()) {
        Confirmation.requireName(
            surroundings,
            confirm.value(),
            name.value(),
            "All secrets of " + name + " will be gone for good. Type the name of the space:");
        session.management().delete("/spaces/" + name + "?erase=true&confirm=" + name);
        surroundings.stdout().println("erased space " + name);
      } else {
        Confirmation.require(
            surroundings, yes.isSet(), "Delete the space " + name + " with all its secrets?");
        session.management().delete("/spaces/" + name);
        surroundings.stdout().println("deleted space " + name);
      }
      return ExitCodes.OK;
    }
  }
}
