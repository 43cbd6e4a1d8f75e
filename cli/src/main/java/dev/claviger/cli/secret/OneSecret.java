package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.io.IOException;
import java.util.function.Supplier;

/// The secret that the operands `[SCOPE] NAME` mean.
record OneSecret(Scope scope, SecretName name) {

  /// @throws CommandFailure if there are more or fewer operands
  static OneSecret of(Surroundings surroundings, Session session, Syntax.Words operands)
      throws IOException {
    var choice = ScopeChoice.of(surroundings, session, operands.values());
    if (choice.operands().size() != 1) {
      throw CommandFailure.usage(
          choice.operands().isEmpty() ? "missing: NAME" : "one NAME at a time", null);
    }
    return new OneSecret(choice.named(session), new SecretName(choice.operands().getFirst()));
  }

  /// A version as a part of a path.
  static String version(Syntax.Text option) {
    String number = option.or("");
    if (!number.matches("[1-9][0-9]{0,17}")) {
      throw CommandFailure.usage(
          number.isEmpty() ? "missing: --version NUMBER" : "a version is a number from 1", null);
    }
    return number;
  }

  String path(String rest) {
    return SecretPaths.one(scope, name, rest);
  }

  /// Does something with it, and says which name was probably meant if there is no such secret.
  <T> T with(Session session, Supplier<T> call) {
    try {
      return call.get();
    } catch (ServerProblem problem) {
      throw new NearNames(session).explained(problem, scope, name);
    }
  }
}
