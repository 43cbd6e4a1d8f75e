package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret restore [SCOPE] NAME --version N`: an old value becomes the newest version.
public final class SecretRestore implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret restore",
          "[SCOPE] NAME --version NUMBER",
          "Make the value of a former version current again, as a new version.");
  private final Syntax.Text version = syntax.text("NUMBER", "Which one.", "--version");
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretRestore(Surroundings surroundings) {
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
      Json stored =
          secret.with(
              session,
              () ->
                  session.management().post(secret.path("/versions/" + number + "/restore"), body));
      surroundings
          .stdout()
          .println(
              secret.name()
                  + " version "
                  + stored.number("version")
                  + " in "
                  + secret.scope()
                  + ", with the value of version "
                  + number);
      return ExitCodes.OK;
    }
  }
}
