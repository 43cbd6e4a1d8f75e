package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.frame.Words;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger binding create WHO ROLE WHERE`.
public final class BindingCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "binding create",
          "WHO ROLE WHERE",
          "Give a role to somebody. WHO is such as user:mara; WHERE is a space, a scope or",
          "everywhere.");
  private final Syntax.Text only =
      syntax.text("NAME,...", "Only for the secrets of these names.", "--only");
  private final Syntax.Words operands = syntax.words("WHO ROLE WHERE", "3");

  /// In these surroundings.
  public BindingCreate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    List<String> given = operands.values();
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      body.text("principal", given.get(0)).text("role", given.get(1)).text("where", given.get(2));
      body.texts("only", Words.of(only));
      Json made = session.management().post("/bindings", body);
      surroundings
          .stdout()
          .println(
              "binding "
                  + made.text("id")
                  + ": "
                  + made.text("principal")
                  + " is "
                  + made.text("role")
                  + " in "
                  + made.text("where"));
      return ExitCodes.OK;
    }
  }
}
