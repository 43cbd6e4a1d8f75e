package dev.claviger.core;

import java.util.Arrays;
import java.util.Locale;

/// What a key may be used for. Of each key, one generation is active.
public enum KeyState {
  /// Made, and not tried yet.
  PENDING,
  /// Seals and opens.
  ACTIVE,
  /// Opens what it sealed until all of that is sealed with the active one.
  DECRYPT_ONLY,
  /// Nothing that is stored needs it; kept for backups from before.
  RETIRED,
  /// Gone, except for its number.
  DESTROYED;

  /// As stored and shown, such as `decrypt_only`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a stored word.
  ///
  /// @throws IllegalArgumentException if there is no such state
  public static KeyState of(String word) {
    return Arrays.stream(values())
        .filter(state -> state.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of a key"));
  }

  /// Whether what it sealed can be opened.
  boolean opens() {
    return this == ACTIVE || this == DECRYPT_ONLY || this == RETIRED;
  }
}
