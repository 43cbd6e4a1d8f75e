package dev.claviger.cli.run;

import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// `claviger run` without a server and without a command line: settings come as properties, and all
/// arguments are the command.
final class RunMain {
  private RunMain() {}

  public static void main(String[] command) {
    var request =
        new RunRequest(
            words("scopes").stream().map(Scope::parse).toList(),
            List.of(command),
            MaskMode.parse(System.getProperty("mask", "auto")),
            OnChange.parse(System.getProperty("onChange", "none")),
            words("except").stream().map(SecretName::new).collect(Collectors.toSet()),
            Set.copyOf(words("allow")),
            Boolean.getBoolean("agent"));
    var source = new SecretFolder(Path.of(System.getProperty("secrets")));
    System.exit(new Runner(source, System.err).run(request));
  }

  private static List<String> words(String property) {
    return Arrays.stream(System.getProperty(property, "").split(","))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
