package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Principal;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger user password [NAME]`: your own password, or that of somebody else.
public final class UserPassword implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "user password",
          "[NAME]",
          "Change your password, or set that of another user, whose sessions end.");
  private final Syntax.Text passwordFile =
      syntax.text("FILE", "Where the new password stands; - is standard input.", "--password-file");
  private final Syntax.Text currentFile =
      syntax.text("FILE", "Where your current password stands.", "--current-password-file");
  private final Syntax.Words operands = syntax.words("NAME", "0..1");

  /// In these surroundings.
  public UserPassword(Surroundings surroundings) {
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
      if (operands.values().isEmpty()) {
        add(body, "current", currentFile, "--current-password-file FILE");
        add(body, "password", passwordFile, "--password-file FILE");
        session.management().post("/sessions/current/password", body);
        surroundings.say("your password is changed; your other sessions have ended");
      } else {
        Principal user = Names.user(operands.only());
        add(body, "password", passwordFile, "--password-file FILE");
        session.management().patch("/principals/" + user, body);
        surroundings.say("the password of " + user + " is set; its sessions have ended");
      }
      return ExitCodes.OK;
    }
  }

  private void add(RequestBody body, String field, Syntax.Text source, String option)
      throws IOException {
    String file = source.value();
    if (file == null && !surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal("a password", option);
    }
    byte[] password = file == null ? asked(field) : Input.password(surroundings, file);
    body.secret(field, password);
    Arrays.fill(password, (byte) 0);
  }

  private byte[] asked(String field) throws IOException {
    return field.equals("current")
        ? surroundings.terminal().askHidden("Current password (hidden): ")
        : Input.newPassword(surroundings);
  }
}
