package dev.claviger.cli.run;

import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.util.List;
import java.util.Set;

/// What `claviger run` was asked to do.
///
/// @param scopes later ones win; empty: the only scope of the credential
/// @param command the program and its arguments, at least the program
/// @param except names that the program does not get
/// @param allowDangerous names such as `PATH` that it gets all the same
/// @param agentCredential whether the token is an agent's or a service's, not a person's
public record RunRequest(
    List<Scope> scopes,
    List<String> command,
    MaskMode mask,
    OnChange onChange,
    Set<SecretName> except,
    Set<String> allowDangerous,
    boolean agentCredential) {

  /// Copies what it is given.
  public RunRequest {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
    scopes = List.copyOf(scopes);
    command = List.copyOf(command);
    except = Set.copyOf(except);
    allowDangerous = Set.copyOf(allowDangerous);
  }
}
