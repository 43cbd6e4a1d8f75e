package dev.claviger.cli.run;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is started: the words of its command, and what its environment is made of besides secrets.
///
/// @param allowed dangerous names that are allowed
record Program(List<byte[]> command, List<byte[]> inherited, Set<String> allowed) {
  /// Its environment with the values of this moment, which the caller closes.
  ///
  /// @throws RefusedEnvironment if a secret cannot be part of it
  ChildEnvironment environment(HeldSecrets held, Map<String, String> reserved) {
    return held.lendAll(secrets -> ChildEnvironment.of(inherited, secrets, reserved, allowed));
  }
}
