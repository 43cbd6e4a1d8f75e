package dev.claviger.cli.run;

import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// `claviger run` without a server and without a command line: settings come as properties, and all
/// arguments are the command.
final class RunMain {
  private RunMain() {}

  public static void main(String[] command) {
    String files = System.getProperty("files");
    var request =
        new RunRequest(
            words("scopes").stream().map(Scope::parse).toList(),
            List.of(command),
            MaskMode.parse(System.getProperty("mask", "auto")),
            OnChange.parse(
                System.getProperty("onChange", "none"),
                OnChange.parsePatience(System.getProperty("patience", "10s"))),
            variables(),
            files == null ? null : new FilePlace(files.isEmpty() ? null : Path.of(files)),
            Boolean.getBoolean("agent"));
    var source = new SecretFolder(Path.of(System.getProperty("secrets")));
    OwnProcess own = OwnProcess.asStarted();
    OwnProcess.hide(); // as RunCommand does
    System.exit(new Runner(source, own, System.err).run(request));
  }

  private static Variables variables() {
    Map<SecretName, String> renamed =
        words("rename").stream()
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> new SecretName(pair[0]), pair -> pair[1]));
    return new Variables(
        secrets("only"),
        secrets("except"),
        System.getProperty("prefix", ""),
        renamed,
        Boolean.getBoolean("clean"),
        Set.copyOf(words("preserve")),
        Set.copyOf(words("allow")));
  }

  private static Set<SecretName> secrets(String property) {
    return words(property).stream().map(SecretName::new).collect(Collectors.toSet());
  }

  private static List<String> words(String property) {
    return Arrays.stream(System.getProperty(property, "").split(","))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
