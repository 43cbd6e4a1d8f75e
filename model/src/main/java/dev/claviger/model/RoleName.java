package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.regex.Pattern;

/// The name of a role, such as `viewer`.
public record RoleName(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /// @throws InvalidInput if `value` is not 1 to 63 of `a-z 0-9 -`, starting with a letter
  public RoleName {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidInput("role", "must be 1 to 63 of a-z 0-9 -, starting with a letter");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
