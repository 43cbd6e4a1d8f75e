package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Confirmation;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret delete [SCOPE] NAME…`: hides secrets for 7 days, then they are gone.
public final class SecretDelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret delete",
          "[SCOPE] NAME...",
          "Delete secrets. For 7 days they can be restored with: claviger secret undelete.",
          "A name that is not there is ignored, and said.");
  private final Syntax.Flag hard = syntax.flag("Destroy them now, for good.", "--hard");
  private final Syntax.Flag strict =
      syntax.flag("Exit code 3 where a name is not there.", "--strict");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final Syntax.Words operands = syntax.words("NAME", "1..*");

  /// In these surroundings.
  public SecretDelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings)) {
      var choice = ScopeChoice.of(surroundings, session, operands.values());
      List<SecretName> names = choice.operands().stream().map(SecretName::new).toList();
      if (names.isEmpty()) {
        throw CommandFailure.usage("missing: NAME", null);
      }
      Scope scope = choice.named(session);
      Confirmation.require(surroundings, yes.isSet(), question(scope, names));
      List<SecretName> missing = delete(session.management(), scope, names);
      missing.forEach(name -> surroundings.say("ignored: " + name + " is not there"));
      return strict.isSet() && !missing.isEmpty() ? ExitCodes.NOT_FOUND : ExitCodes.OK;
    }
  }

  private String question(Scope scope, List<SecretName> names) {
    String which = names.size() == 1 ? names.getFirst().value() : names.size() + " secrets";
    return (hard.isSet() ? "Destroy " : "Delete ") + which + " in " + scope + "?";
  }

  private List<SecretName> delete(ManagementPlane plane, Scope scope, List<SecretName> names) {
    var missing = new ArrayList<SecretName>();
    for (SecretName name : names) {
      var query = new Query().with("hard", hard.isSet() ? "true" : null);
      try {
        plane.delete(SecretPaths.one(scope, name, "", query));
        surroundings.stdout().println((hard.isSet() ? "destroyed " : "deleted ") + name);
      } catch (ServerProblem problem) {
        if (!problem.code().equals("not_found")) {
          throw problem;
        }
        missing.add(name);
      }
    }
    return missing;
  }
}
