package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret rotate [SCOPE] NAME`: a new value, while the former one works for a while.
public final class SecretRotate implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "secret rotate",
              "[SCOPE] NAME",
              "Replace the value of a secret. The former version still works for the grace",
              "period. Programs under claviger run --on-change learn of it at once.")
          .footer(
              "claviger secret rotate payments/production API_KEY",
              "printf %s \"$NEW\" | claviger secret rotate payments/production API_KEY --value -");
  private final Syntax.Text value =
      syntax.text("SOURCE", "Where the new value is: - or @FILE.", "--value");
  private final Syntax.Text generate =
      syntax.text(
          "FORM",
          "Let the server make it: token:32 (the default), hex:32 or base64:32 random bytes.",
          "--generate");
  private final Syntax.Text grace =
      syntax.text(
          "TIME", "How long the former version works, such as 7d (default) or 0.", "--grace");
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretRotate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    if (value.isSet() && generate.isSet()) {
      throw CommandFailure.usage("--value and --generate exclude each other", null);
    }
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      var secret = OneSecret.of(surroundings, session, operands);
      String source = value.value();
      if (source != null) {
        addValue(body, secret, source);
      }
      body.text("generate", generate.value()).text("grace", grace.value());
      Json rotated =
          secret.with(session, () -> session.management().post(secret.path("/rotate"), body));
      tell(secret, rotated);
      return ExitCodes.OK;
    }
  }

  private void addValue(RequestBody body, OneSecret secret, String source) throws IOException {
    if (!source.equals("-") && !source.startsWith("@")) {
      throw CommandFailure.usage("--value takes - or @FILE, never the value itself", null);
    }
    List<NewValue> values =
        new Assignments(surroundings, false).read(List.of(secret.name() + "=" + source));
    try (NewValue only = values.getFirst()) {
      only.lend(body::value);
    }
  }

  private void tell(OneSecret secret, Json rotated) {
    surroundings
        .stdout()
        .println(secret.name() + " version " + rotated.number("version") + " in " + secret.scope());
    String until = rotated.find("former_works_until");
    if (until != null && !grace.or("").equals("0")) {
      FormerVersion.tell(surroundings, rotated.number("former"), until);
    }
  }
}
