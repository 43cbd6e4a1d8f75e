package dev.claviger.crypto;

import java.util.Arrays;

/// What a key is for. A key has one purpose, and its wrapping is bound to it.
public enum KeyPurpose {
  ROOT("root"),
  ROW_MAC("row-mac"),
  TOKEN_MAC("token-mac"),
  SESSION_MAC("session-mac"),
  AUDIT_MAC("audit-mac"),
  SPACE("space");

  private final String word;

  KeyPurpose(String word) {
    this.word = word;
  }

  /// As stored and shown, such as `audit-mac`. Part of what wrapped keys are bound to.
  public String word() {
    return word;
  }

  /// The purpose of a stored word.
  ///
  /// @throws IllegalArgumentException if there is no such purpose
  public static KeyPurpose of(String word) {
    return Arrays.stream(values())
        .filter(purpose -> purpose.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no purpose of a key"));
  }

  /// Whether it is the purpose of a [MacKey].
  public boolean isMac() {
    return switch (this) {
      case ROW_MAC, TOKEN_MAC, SESSION_MAC, AUDIT_MAC -> true;
      case ROOT, SPACE -> false;
    };
  }
}
