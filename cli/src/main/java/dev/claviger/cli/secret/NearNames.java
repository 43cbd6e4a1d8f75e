package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Nearest;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.Session;
import dev.claviger.cli.session.TokenKind;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Guesses which secret was meant, where the caller may list them.
final class NearNames {
  private final Session session;

  NearNames(Session session) {
    this.session = session;
  }

  /// The problem, with the name that was probably meant if the secret was not found.
  RuntimeException explained(ServerProblem problem, @Nullable Scope scope, SecretName name) {
    if (ExitCodes.of(problem.code()) != ExitCodes.NOT_FOUND || scope == null) {
      return problem;
    }
    String near = near(scope, name);
    return near == null
        ? problem
        : new CommandFailure(
            ExitCodes.NOT_FOUND,
            problem.code(),
            "no secret " + name + " in " + scope + "; did you mean " + near + "?",
            null);
  }

  private @Nullable String near(Scope scope, SecretName name) {
    if (TokenKind.of(session.credentials().token()) == TokenKind.ONE_SCOPE) {
      return null; // refused on the management plane, and the refusal would be on record
    }
    try {
      List<String> names =
          session
              .management()
              .get(SecretPaths.all(scope, new Query().with("limit", "1000")))
              .items("secrets")
              .stream()
              .map(secret -> secret.text("key_name"))
              .toList();
      return names.contains(name.value()) ? null : Nearest.of(name.value(), names);
    } catch (ServerProblem | Unreachable _) {
      return null; // the first problem is the one to show
    }
  }
}
