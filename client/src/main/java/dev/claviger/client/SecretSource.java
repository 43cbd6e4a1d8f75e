package dev.claviger.client;

import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a program gets its values from, and learns that they have changed.
///
/// A scope that is null stands for the only scope of the credential. Safe for several threads.
public interface SecretSource {
  /// The current values, ordered by name. The caller closes each.
  ///
  /// @param names empty: all that the credential may read
  /// @throws ServerProblem if the server refuses
  /// @throws Unreachable if it does not answer
  List<FetchedSecret> getSecrets(@Nullable Scope scope, List<SecretName> names);

  /// Opens a stream of what happens in a scope.
  ///
  /// @throws ServerProblem if the server refuses
  /// @throws Unreachable if it does not answer
  WatchStream watch(@Nullable Scope scope);
}
