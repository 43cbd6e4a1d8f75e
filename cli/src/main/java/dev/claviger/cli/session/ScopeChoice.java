package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.rest.Json;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which scope a command means, and the operands that are left.
///
/// An operand with `/` in front of any `=` is a scope. Without one it is the token's own scope,
/// else `CLAVIGER_SCOPE`, else what `.claviger.toml` here or above says; which one was taken is
/// said on standard error.
///
/// @param scope null: the only scope of the credential, which the server knows
public record ScopeChoice(@Nullable Scope scope, List<String> operands) {

  /// Whether an operand is a scope and not a name.
  public static boolean isScope(String operand) {
    int slash = operand.indexOf('/');
    int equals = operand.indexOf('=');
    return slash >= 0 && (equals < 0 || slash < equals) && !operand.startsWith("claviger:");
  }

  /// Takes a scope from the front of `operands`, or looks for one.
  ///
  /// @throws CommandFailure if there is none
  public static ScopeChoice of(Surroundings surroundings, Session session, List<String> operands)
      throws IOException {
    if (!operands.isEmpty() && isScope(operands.getFirst())) {
      return new ScopeChoice(
          Scope.parse(operands.getFirst()), operands.subList(1, operands.size()));
    }
    return new ScopeChoice(implied(surroundings, session), operands);
  }

  /// The scope, for a call on the management plane, which has to name it.
  ///
  /// @throws ServerProblem where the credential is not good there, in the server's own words
  public Scope named(Session session) {
    if (scope != null) {
      return scope;
    }
    return own(session.management().get("/sessions/current"))
        .orElseThrow(
            () -> CommandFailure.usage("which scope is meant?", "name it as SPACE/ENVIRONMENT"));
  }

  private static Optional<Scope> own(Json current) {
    return Optional.ofNullable(current.find("scope")).map(Scope::parse);
  }

  private static @Nullable Scope implied(Surroundings surroundings, Session session)
      throws IOException {
    switch (TokenKind.of(session.credentials().token())) {
      case ONE_SCOPE -> {
        return null;
      }
      case API, UNKNOWN -> {
        Optional<Scope> own = own(session);
        if (own.isPresent()) {
          surroundings.say("scope " + own.get() + " (of the token)");
          return own.get();
        }
      }
      case SESSION -> {}
    }
    String variable = surroundings.variable("CLAVIGER_SCOPE");
    if (variable != null) {
      Scope scope = Scope.parse(variable);
      surroundings.say("scope " + scope + " (CLAVIGER_SCOPE)");
      return scope;
    }
    ProjectFile file =
        ProjectFile.find(surroundings.folder())
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "which scope is meant?",
                        "name it as SPACE/ENVIRONMENT, or set it for this folder with:"
                            + " claviger init SPACE/ENVIRONMENT"));
    surroundings.say("scope " + file.scope() + " (" + file.path() + ")");
    return file.scope();
  }

  private static Optional<Scope> own(Session session) {
    String stored = session.credentials().scope();
    if (stored != null) {
      return Optional.of(Scope.parse(stored));
    }
    if (session.credentials().principal() != null) {
      return Optional.empty(); // login asked, and the token had none
    }
    try {
      return own(session.management().get("/sessions/current"));
    } catch (ServerProblem | Unreachable _) {
      return Optional.empty(); // values need 8421 alone; a real problem shows in the call itself
    }
  }
}
