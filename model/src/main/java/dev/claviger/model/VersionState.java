package dev.claviger.model;

import java.util.Locale;

/// Where a version of a secret is in its life.
public enum VersionState {
  /// The one that readers get.
  CURRENT,
  /// The former one, still readable by whoever names it until its grace period ends.
  GRACE,
  /// Readable only by callers with `space.secret.read_values` who name it.
  RETIRED,
  /// Its envelope is gone for good.
  DESTROYED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a stored word.
  ///
  /// @throws IllegalArgumentException if `word` is none; only a damaged row holds such a one
  public static VersionState parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
