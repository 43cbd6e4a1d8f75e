package dev.claviger.crypto;

import java.util.Arrays;
import java.util.Optional;

/// Whose token it is.
public enum TokenKind {
  /// A person's session.
  USR,
  /// A service.
  SVC,
  /// A runner of an agent.
  AGT,
  /// A person's programs.
  API;

  /// As it stands in a token, such as `usr`.
  public String word() {
    return switch (this) {
      case USR -> "usr";
      case SVC -> "svc";
      case AGT -> "agt";
      case API -> "api";
    };
  }

  /// The kind of a stored word, or nothing.
  public static Optional<TokenKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
