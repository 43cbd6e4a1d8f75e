package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.regex.Pattern;

/// The public part of a token, by which it is looked up, listed and revoked. It is no secret.
public record TokenId(String value) {
  static final int LENGTH = 12;

  private static final Pattern GRAMMAR = Pattern.compile("[0-9A-Za-z]{12}");

  /// @throws InvalidInput if `value` is not 12 of `0-9 A-Z a-z`
  public TokenId {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new InvalidInput("token id", "must be 12 of 0-9 A-Z a-z; see: claviger token list");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
