package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.Locale;

/// Whether values are replaced in what the program prints.
public enum MaskMode {
  /// For an agent's credential always; for a person's only where `CI` is set, since what a person
  /// redirects into a file must not change.
  AUTO,
  ALWAYS,
  NEVER;

  /// Parses `auto`, `always` or `never`.
  ///
  /// @throws InvalidInput if it is another word
  public static MaskMode parse(String text) {
    for (MaskMode mode : values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw new InvalidInput("--mask", "must be auto, always or never");
  }

  boolean masks(boolean agentCredential, String ci) {
    return switch (this) {
      case AUTO -> agentCredential || !(ci.isEmpty() || ci.equals("false") || ci.equals("0"));
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
