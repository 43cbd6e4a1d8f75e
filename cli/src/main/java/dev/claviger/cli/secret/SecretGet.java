package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret get [SCOPE] NAME`: one value to standard output, byte for byte.
///
/// It needs the service plane alone.
public final class SecretGet implements Command {
  private static final String REFERENCE = "claviger://";

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "secret get",
              "[SCOPE] NAME | REFERENCE",
              "Print the value of one secret, byte for byte; on a terminal a line break follows.",
              "A REFERENCE is claviger://SPACE/ENVIRONMENT/NAME, optionally with ?version=7.")
          .footer("claviger secret get payments/production DATABASE_URL");
  private final Syntax.Text version =
      syntax.text("NUMBER", "A former version instead of the current one.", "--version");
  private final Syntax.Text encoding =
      syntax.text("ENCODING", "base64: print base64 of the value.", "--encoding");
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretGet(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    if (!encoding.or("base64").equals("base64")) {
      throw CommandFailure.usage("--encoding takes base64", null);
    }
    try (Session session = Session.open(surroundings)) {
      List<String> given = operands.values();
      if (given.size() == 1 && given.getFirst().startsWith(REFERENCE)) {
        return reference(session, given.getFirst());
      }
      var choice = ScopeChoice.of(surroundings, session, given);
      if (choice.operands().size() != 1) {
        throw CommandFailure.usage(
            choice.operands().isEmpty() ? "missing: NAME" : "one NAME at a time",
            "see: claviger secret get --help");
      }
      var name = new SecretName(choice.operands().getFirst());
      return print(session, choice.scope(), name, versionOf(version.value()));
    }
  }

  private int reference(Session session, String text) {
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    String number = version.value();
    if (query >= 0) {
      String rest = text.substring(query + 1);
      if (!rest.startsWith("version=")) {
        throw CommandFailure.usage("a reference may end with ?version=NUMBER only", null);
      }
      number = rest.substring("version=".length());
    }
    var ref = SecretRef.parse(path);
    return print(session, ref.scope(), ref.name(), versionOf(number));
  }

  private static @Nullable Version versionOf(@Nullable String number) {
    if (number == null) {
      return null;
    }
    if (!number.matches("[1-9][0-9]{0,17}")) {
      throw CommandFailure.usage("a version is a number from 1", null);
    }
    return new Version(Long.parseLong(number));
  }

  private int print(
      Session session, @Nullable Scope scope, SecretName name, @Nullable Version wanted) {
    try (SecretValue value = session.service().getSecret(scope, name, wanted)) {
      value.lend(this::write);
    } catch (ServerProblem problem) {
      throw new NearNames(session).explained(problem, scope, name);
    }
    if (surroundings.terminal().shows()) {
      surroundings.stdout().println();
    }
    surroundings.stdout().flush();
    return ExitCodes.OK;
  }

  private void write(byte[] value) {
    if (!encoding.isSet()) {
      surroundings.stdout().write(value, 0, value.length);
      return;
    }
    byte[] encoded = Base64.getEncoder().encode(value);
    surroundings.stdout().write(encoded, 0, encoded.length);
    Arrays.fill(encoded, (byte) 0);
  }
}
