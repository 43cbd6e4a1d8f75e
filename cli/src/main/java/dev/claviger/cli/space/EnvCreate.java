package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Scope;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger env create SPACE/NAME`.
public final class EnvCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("env create", "SPACE/NAME", "Add an environment to a space.");
  private final Syntax.Words operands = syntax.words("SPACE/NAME", "1");

  /// In these surroundings.
  public EnvCreate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Scope scope = Scope.parse(operands.only());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      body.text("name", scope.environment().toString());
      session.management().post("/spaces/" + scope.space() + "/environments", body);
      surroundings.stdout().println("environment " + scope);
      return ExitCodes.OK;
    }
  }
}
