package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Times;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger token rotate ID`: prints the new token, once.
public final class TokenRotate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "token rotate",
          "ID",
          "Make a token that takes the place of another, and print it. The former one still works",
          "for the grace period, and each use of it is in the audit log. claviger token list shows",
          "the ids.");
  private final Syntax.Text grace =
      syntax.text("TIME", "How long the former token works, such as 7d (default) or 0.", "--grace");
  private final Syntax.Words operands = syntax.words("ID", "1");

  /// In these surroundings.
  public TokenRotate(Surroundings surroundings) {
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
      body.text("grace", grace.value());
      String id = operands.only();
      Json made = session.management().post("/tokens/" + Query.encoded(id) + "/rotate", body);
      surroundings.say(
          "token "
              + made.text("id")
              + " takes the place of "
              + id
              + ", which works until "
              + Times.shown(made.text("former_works_until"))
              + "; shown only now:");
      surroundings.stdout().println(made.text("token"));
      return ExitCodes.OK;
    }
  }
}
