package dev.claviger.cli.key;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger key rotate session`.
public final class KeyRotate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "key rotate",
          "session",
          "Make a new key for the sessions of people, which signs everybody out, you too. Tokens of",
          "programs and agents stay good.");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("KEY", "1");

  /// In these surroundings.
  public KeyRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    if (!operands.only().equals("session")) {
      throw CommandFailure.usage("the key to rotate is: session", null);
    }
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      Confirmation.require(
          surroundings, yes.isSet(), "Rotate the session key? Everybody is signed out, you too.");
      Json done = session.management().post("/keys/session-mac/rotate", body);
      surroundings
          .stdout()
          .println(
              "session key generation "
                  + done.number("generation")
                  + ", sessions ended: "
                  + done.number("sessions_ended"));
      surroundings.say("sign in again with: claviger login");
      return ExitCodes.OK;
    }
  }
}
