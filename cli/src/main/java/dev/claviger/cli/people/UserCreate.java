package dev.claviger.cli.people;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Principal;
import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger user create NAME`.
public final class UserCreate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "user create",
          "NAME",
          "Make a user. Without --password-file a first token is printed: the user sets the password",
          "with it, by claviger login --first-token FILE, within 24 hours.");
  private final Syntax.Text description = syntax.text("TEXT", "Who it is.", "--description");
  private final Syntax.Text passwordFile =
      syntax.text("FILE", "Where the password stands; - is standard input.", "--password-file");
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public UserCreate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Principal user = Names.user(operands.only());
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      body.text("principal", user.toString()).text("description", description.value());
      String file = passwordFile.value();
      if (file != null) {
        byte[] password = Input.password(surroundings, file);
        body.secret("password", password);
        Arrays.fill(password, (byte) 0);
      }
      Json made = session.management().post("/principals", body);
      surroundings.say("made " + user);
      String token = made.find("first_token");
      if (token != null) {
        surroundings.say(
            "the first token, shown only now; good for setting the password, for 24 hours:");
        surroundings.stdout().println(token);
      }
      return ExitCodes.OK;
    }
  }
}
