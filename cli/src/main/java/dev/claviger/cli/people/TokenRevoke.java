package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger token revoke ID`.
public final class TokenRevoke implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("token revoke", "ID", "End a token at once.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("ID", "1");

  /// In these surroundings.
  public TokenRevoke(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings)) {
      String id = operands.only();
      Confirmation.require(surroundings, yes.isSet(), "Revoke the token " + id + "?");
      session.management().delete("/tokens/" + Query.encoded(id));
      surroundings.stdout().println("revoked " + id);
      return ExitCodes.OK;
    }
  }
}
