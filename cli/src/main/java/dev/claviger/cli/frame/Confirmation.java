package dev.claviger.cli.frame;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Asks before something is done that cannot simply be undone.
public final class Confirmation {
  private Confirmation() {}

  /// Asks for a yes, unless it was given beforehand.
  ///
  /// @param yes whether `--yes` was given
  /// @throws CommandFailure if the answer is no, or there is nobody to ask
  public static void require(Surroundings surroundings, boolean yes, String question)
      throws IOException {
    if (yes) {
      return;
    }
    if (!surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal("a confirmation", "--yes");
    }
    if (!surroundings.terminal().confirms(question)) {
      throw CommandFailure.failed("nothing was changed", null);
    }
  }

  /// Asks for a name to be typed, unless it was given beforehand.
  ///
  /// @param given what `--confirm` said, or null
  /// @throws CommandFailure if it is another name, or there is nobody to ask
  public static void requireName(
      Surroundings surroundings, @Nullable String given, String name, String question)
      throws IOException {
    if (given == null && !surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal("the name", "--confirm " + name);
    }
    String typed = given == null ? surroundings.terminal().ask(question + " ").strip() : given;
    if (!typed.equals(name)) {
      throw CommandFailure.failed("that is another name; nothing was changed", null);
    }
  }
}
