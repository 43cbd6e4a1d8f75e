package dev.claviger.cli.run;

import dev.claviger.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `claviger run` was asked to do.
///
/// @param scopes later ones win; empty: the only scope of the credential
/// @param command the program and its arguments, at least the program
/// @param files where values come as files instead of variables; null: nowhere
/// @param agentCredential whether the token is an agent's or a service's, not a person's
public record RunRequest(
    List<Scope> scopes,
    List<String> command,
    MaskMode mask,
    OnChange onChange,
    Variables variables,
    @Nullable FilePlace files,
    boolean agentCredential) {

  /// Copies what it is given.
  public RunRequest {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
    scopes = List.copyOf(scopes);
    command = List.copyOf(command);
  }
}
