package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.io.IOException;
import java.util.List;

/// Disables secrets, or enables them again.
final class SecretSwitch {
  private SecretSwitch() {}

  static int run(Surroundings surroundings, Syntax.Words operands, boolean disabled)
      throws IOException {
    try (Session session = Session.open(surroundings)) {
      var choice = ScopeChoice.of(surroundings, session, operands.values());
      List<SecretName> names = choice.operands().stream().map(SecretName::new).toList();
      if (names.isEmpty()) {
        throw CommandFailure.usage("missing: NAME", null);
      }
      Scope scope = choice.named(session);
      for (SecretName name : names) {
        var secret = new OneSecret(scope, name);
        try (var body = new RequestBody()) {
          body.truth("disabled", disabled);
          secret.with(session, () -> session.management().patch(secret.path(""), body));
        }
        surroundings.stdout().println((disabled ? "disabled " : "enabled ") + name);
      }
      return ExitCodes.OK;
    }
  }
}
