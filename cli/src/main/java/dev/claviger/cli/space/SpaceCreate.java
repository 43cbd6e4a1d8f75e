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

/// `claviger space create NAME`.
public final class SpaceCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "space create",
          "NAME",
          "Make a space with the environments development, staging and production.");
  private final SpaceOptions options = new SpaceOptions(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public SpaceCreate(Surroundings surroundings) {
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
      options.addTo(body.text("name", name.value()));
      session.management().post("/spaces", body);
      surroundings.stdout().println("space " + name);
      return ExitCodes.OK;
    }
  }
}
