package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret disable [SCOPE] NAME…`.
public final class SecretDisable implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret disable",
          "[SCOPE] NAME...",
          "Disable secrets: they are listed, and their values are handed out to nobody until they are",
          "enabled again. Programs that hold a value keep it.");
  private final Syntax.Words operands = syntax.words("NAME", "1..*");

  /// In these surroundings.
  public SecretDisable(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    return SecretSwitch.run(surroundings, operands, true);
  }
}
