package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.frame.Words;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Principal;
import dev.claviger.model.Scope;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger agent create NAME SCOPE`: prints the token, once.
public final class AgentCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "agent create",
          "NAME SCOPE",
          "Make an agent that may read the values of one scope, and print its token. The token is",
          "shown only now: only what proves it is stored.");
  private final Syntax.Text only =
      syntax.text("NAME,...", "It may read only the secrets of these names.", "--only");
  private final Syntax.Text expiresIn =
      syntax.text("TIME", "When its token ends, such as 30d; without it never.", "--expires-in");
  private final Syntax.Words operands = syntax.words("NAME SCOPE", "2");

  /// In these surroundings.
  public AgentCreate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Principal agent = Names.agent(operands.values().getFirst());
    Scope scope = Scope.parse(operands.values().getLast());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      body.text("name", agent.name())
          .text("scope", scope.toString())
          .texts("only", Words.of(only))
          .text("expires_in", expiresIn.value());
      Json made = session.management().post("/agents", body);
      surroundings.say("made " + agent + " for " + scope + "; its token, shown only now:");
      surroundings.stdout().println(made.text("token"));
      return ExitCodes.OK;
    }
  }
}
