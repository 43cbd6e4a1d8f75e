package dev.claviger.cli.session;

import dev.claviger.model.SecretValue;

/// What a token says about itself in its first letters.
public enum TokenKind {
  /// Of a person who signed in; good wherever the person is.
  SESSION,
  /// Of a program of a person; perhaps good in one scope only.
  API,
  /// Of an agent or a service: good in one scope, on the service plane only.
  ONE_SCOPE,
  UNKNOWN;

  /// The kind of a token.
  public static TokenKind of(SecretValue token) {
    return token.reveal(
        bytes -> {
          if (startsWith(bytes, "clv_agt_") || startsWith(bytes, "clv_svc_")) {
            return ONE_SCOPE;
          }
          if (startsWith(bytes, "clv_usr_")) {
            return SESSION;
          }
          return startsWith(bytes, "clv_api_") ? API : UNKNOWN;
        });
  }

  private static boolean startsWith(byte[] bytes, String prefix) {
    if (bytes.length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
