package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.Locale;

/// How a value is shown to somebody who may not see it.
public enum MaskStyle {
  /// By length, as [Mask] says. The default.
  LENGTH,
  /// Always `***`.
  NONE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Parses what [#word] gives.
  ///
  /// @throws InvalidInput if `word` is neither `length` nor `none`
  public static MaskStyle parse(String word) {
    return switch (word) {
      case "length" -> LENGTH;
      case "none" -> NONE;
      default -> throw new InvalidInput("mask_style", "must be length or none");
    };
  }
}
