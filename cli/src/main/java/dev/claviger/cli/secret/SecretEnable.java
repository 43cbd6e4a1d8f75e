package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret enable [SCOPE] NAME…`.
public final class SecretEnable implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of("secret enable", "[SCOPE] NAME...", "Enable secrets that were disabled.");
  private final Syntax.Words operands = syntax.words("NAME", "1..*");

  /// In these surroundings.
  public SecretEnable(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    return SecretSwitch.run(surroundings, operands, false);
  }
}
