package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.session.Session;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger space show NAME`.
public final class SpaceShow implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("space show", "NAME", "Show one space.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public SpaceShow(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    var name = new SpaceName(operands.only());
    try (Session session = Session.open(surroundings)) {
      output.one(surroundings, session.management().get("/spaces/" + name));
      return ExitCodes.OK;
    }
  }
}
