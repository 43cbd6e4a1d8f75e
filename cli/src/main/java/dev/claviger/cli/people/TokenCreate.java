package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger token create NAME`: prints the token, once.
public final class TokenCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "token create",
          "NAME",
          "Make an API token for a program of yours, or a token for an agent, and print it. It is",
          "shown only now: only what proves it is stored.");
  private final Syntax.Text principal =
      syntax.text("WHO", "Whose it is, such as agent:ci; without it yours.", "--principal");
  private final Syntax.Text scope =
      syntax.text("SCOPE", "The only scope it is good for.", "--scope");
  private final Syntax.Text expiresIn =
      syntax.text("TIME", "When it ends, such as 30d.", "--expires-in");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public TokenCreate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      body.text("principal", principal.value())
          .text("name", operands.only())
          .text("scope", scope.value())
          .text("expires_in", expiresIn.value());
      Json made = session.management().post("/tokens", body);
      surroundings.say("made token " + made.text("id") + ", shown only now:");
      surroundings.stdout().println(made.text("token"));
      return ExitCodes.OK;
    }
  }
}
