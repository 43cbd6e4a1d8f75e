package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.session.Credentials;
import dev.claviger.cli.session.CredentialsFile;
import dev.claviger.cli.session.TokenKind;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger logout`: ends the session and forgets it.
public final class Logout implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "logout",
          "",
          "End your session on the server and forget it here. A token that you brought with",
          "--token-file is only forgotten; end it with: claviger token revoke ID");

  /// In these surroundings.
  public Logout(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    var file = new CredentialsFile(surroundings);
    Optional<Credentials> stored = file.load();
    if (stored.isEmpty()) {
      surroundings.say("you were not signed in");
      return ExitCodes.OK;
    }
    try (Credentials credentials = stored.get()) {
      end(credentials);
    } finally {
      file.delete();
    }
    surroundings.say("signed out");
    return ExitCodes.OK;
  }

  private void end(Credentials credentials) {
    if (TokenKind.of(credentials.token()) != TokenKind.SESSION) {
      return;
    }
    try {
      new ManagementPlane(
              new Connections(credentials.rest(), credentials.authority()), credentials.token())
          .delete("/sessions/current");
    } catch (ServerProblem problem) {
      if (!problem.code().equals("unauthenticated")) {
        stays(problem.getMessage());
      }
    } catch (Unreachable problem) {
      stays(problem.getMessage());
    }
  }

  private void stays(String why) {
    surroundings.say("the session is forgotten here, and ends on the server by itself: " + why);
  }
}
