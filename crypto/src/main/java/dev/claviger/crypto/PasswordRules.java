package dev.claviger.crypto;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a password of a person must be (S2): long, of mixed classes, and not well known.
public final class PasswordRules {
  public static final int MIN_CHARACTERS = 16;
  public static final int MAX_BYTES = 1024;

  private static final int MIN_CLASSES = 3;

  private PasswordRules() {}

  /// Accepts a password, or says which rule it breaks, without repeating it.
  ///
  /// @throws InvalidInput if it is refused
  public static void check(SecretValue password) {
    password.lend(PasswordRules::check);
  }

  private static void check(byte[] utf8) {
    if (utf8.length > MAX_BYTES) {
      throw refused("must be at most " + MAX_BYTES + " bytes");
    }
    CharBuffer text = decoded(utf8);
    int[] characters = text.codePoints().toArray();
    try {
      check(characters);
    } finally {
      Arrays.fill(text.array(), '\0');
      Arrays.fill(characters, 0);
    }
  }

  private static void check(int[] characters) {
    if (characters.length < MIN_CHARACTERS) {
      throw refused("must have at least " + MIN_CHARACTERS + " characters");
    }
    if (Arrays.stream(characters).map(PasswordRules::classOf).distinct().count() < MIN_CLASSES) {
      throw refused(
          "must mix at least three of lower-case letters, upper-case letters, digits and others");
    }
    if (WellKnownPasswords.isOne(characters)) {
      throw refused("must not be a well-known password, a repeated or a padded one");
    }
  }

  private static CharBuffer decoded(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
    } catch (CharacterCodingException _) {
      throw refused("must be UTF-8 text");
    }
  }

  private static int classOf(int character) {
    if (Character.isLowerCase(character)) {
      return 1;
    }
    if (Character.isUpperCase(character)) {
      return 2;
    }
    return Character.isDigit(character) ? 3 : 4;
  }

  private static InvalidInput refused(String rule) {
    return new InvalidInput("password", rule);
  }
}
