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

/// `claviger role create NAME`.
public final class RoleCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "role create",
              "NAME",
              "Make a role of your own. It only allows; give it to somebody with: claviger binding",
              "create. Nobody can make a role that allows more than they may do themselves.")
          .footer(
              "claviger role create lister --allow space.secret.list,space.secret.get",
              "claviger role create two-keys --allow space.secret.get,space.secret.read_values \\",
              "    --only API_KEY,DB_PASSWORD",
              "claviger role show viewer -o json | claviger role create my-viewer --rules -");
  private final RoleBody rules = RoleBody.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public RoleCreate(Surroundings surroundings) {
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
      body.text("name", name.value());
      rules.write(surroundings, body);
      Json made = session.management().post("/roles", body);
      surroundings.stdout().println("role " + name + ": " + RoleShow.rights(made));
      return ExitCodes.OK;
    }
  }
}
