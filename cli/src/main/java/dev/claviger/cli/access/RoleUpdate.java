package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.RoleName;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger role update NAME`.
public final class RoleUpdate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "role update",
          "NAME",
          "Give a role of your own other rules, instead of those it has. They count at once for",
          "everybody who has the role.");
  private final RoleBody rules = RoleBody.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public RoleUpdate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    var name = new RoleName(operands.only());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      rules.write(surroundings, body);
      Json changed = session.management().put("/roles/" + name, body);
      surroundings.stdout().println("role " + name + ": " + RoleShow.rights(changed));
      return ExitCodes.OK;
    }
  }
}
