package dev.claviger.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is started: the words of its command, and what its environment is made of besides secrets.
///
/// @param files where the values are, if they are files and not variables
record Program(
    List<byte[]> command, List<byte[]> inherited, Variables variables, @Nullable Path files) {
  /// The same with its values in files.
  Program reading(Path folder) {
    return new Program(command, inherited, variables, folder);
  }

  /// Its environment with the values of this moment, which the caller closes.
  ///
  /// @throws RefusedEnvironment if a secret cannot be part of it
  ChildEnvironment environment(HeldSecrets held, Map<String, String> reserved) {
    return held.lendAll(
        secrets -> ChildEnvironment.of(inherited, secrets, reserved, variables, files));
  }
}
