package dev.claviger.cli.run;

import java.util.List;
import java.util.Map;

/// What is started: the words of its command, and what its environment is made of besides secrets.
///
/// @param variables which there are besides
record Program(List<byte[]> command, List<byte[]> inherited, Variables variables) {
  /// Its environment with the values of this moment, which the caller closes.
  ///
  /// @throws RefusedEnvironment if a secret cannot be part of it
  ChildEnvironment environment(HeldSecrets held, Map<String, String> reserved) {
    return held.lendAll(secrets -> ChildEnvironment.of(inherited, secrets, reserved, variables));
  }
}
