package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;

/// What a person wrote about a secret or a space. May be empty, never a value.
public record Description(String text) {
  /// In UTF-16 units.
  public static final int MAX_LENGTH = 1_000;

  public static final Description NONE = new Description("");

  /// @throws InvalidInput if `text` is longer than [#MAX_LENGTH] or holds a control character other
  ///     than a line break or tab
  public Description {
    if (text.length() > MAX_LENGTH) {
      throw new InvalidInput("description", "must be at most " + MAX_LENGTH + " characters");
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      throw new InvalidInput("description", "must not hold control characters");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
