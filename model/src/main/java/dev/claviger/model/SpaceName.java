package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.regex.Pattern;

/// The outer boundary of secrets: a team or a product, such as `payments`. Never changes.
public record SpaceName(String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  /// The space that every new server has.
  public static final SpaceName DEFAULT = new SpaceName("default");

  /// A [Reach] is written so; a space of that name could be mistaken for it.
  private static final String RESERVED = "everywhere";

  /// @throws InvalidInput if `value` is not 1 to 63 of `a-z 0-9 -`, starting with a letter, or is
  ///     `everywhere`
  public SpaceName {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidInput("space", "must be 1 to 63 of a-z 0-9 -, starting with a letter");
    }
    if (value.equals(RESERVED)) {
      throw new InvalidInput("space", "must not be " + RESERVED + ", which is reserved");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
