package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret destroy [SCOPE] NAME --version N`: a former value is gone for good.
public final class SecretDestroy implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret destroy",
          "[SCOPE] NAME --version NUMBER",
          "Destroy the value of a former version. It cannot be restored.");
  private final Syntax.Text version = syntax.text("NUMBER", "Which one.", "--version");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretDestroy(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    String number = OneSecret.version(version);
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      var secret = OneSecret.of(surroundings, session, operands);
      String what = "version " + number + " of " + secret.name() + " in " + secret.scope();
      Confirmation.require(surroundings, yes.isSet(), "Destroy " + what + " for good?");
      secret.with(
          session,
          () -> session.management().post(secret.path("/versions/" + number + "/destroy"), body));
      surroundings.stdout().println("destroyed " + what);
      return ExitCodes.OK;
    }
  }
}
