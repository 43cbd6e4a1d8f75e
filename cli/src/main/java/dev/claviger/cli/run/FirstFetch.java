package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.client.SecretSource;
import dev.claviger.client.ServerProblem;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fetches the values with which a program starts.
///
/// @param scopes in the order of `held`; null: the credential's only one
record FirstFetch(SecretSource source, List<@Nullable Scope> scopes, HeldSecrets held) {
  private static final Set<String> MISSING = Set.of("not_found", "not_available");

  /// Takes everything that can be read, or some names.
  ///
  /// Of names, each value is fetched from the last scope that has it and no other: a value that
  /// the program does not get is not on record as read.
  ///
  /// @param only empty: all
  /// @throws ServerProblem if the server refuses, or has one of the names in none of the scopes
  void take(Set<SecretName> only) {
    if (only.isEmpty()) {
      for (int i = 0; i < scopes.size(); i++) {
        put(i, List.of());
      }
      return;
    }
    List<SecretName> wanted =
        only.stream().sorted(Comparator.comparing(SecretName::value)).toList();
    for (int i = scopes.size() - 1; i >= 0 && !wanted.isEmpty(); i--) {
      wanted = missing(i, wanted, i == 0);
    }
  }

  /// Takes what a scope has of some names.
  ///
  /// @param last whether there is no other scope to look in
  /// @return the others
  private List<SecretName> missing(int scope, List<SecretName> names, boolean last) {
    try {
      put(scope, names);
      return List.of();
    } catch (ServerProblem problem) {
      if (last || !MISSING.contains(problem.code())) {
        throw problem;
      }
      if (names.size() == 1) {
        return names;
      }
    }
    var missing = new ArrayList<SecretName>();
    for (SecretName name : names) {
      missing.addAll(missing(scope, List.of(name), false));
    }
    return missing;
  }

  private void put(int scope, List<SecretName> names) {
    for (FetchedSecret secret : source.getSecrets(scopes.get(scope), names)) {
      held.put(scope, secret);
    }
  }
}
