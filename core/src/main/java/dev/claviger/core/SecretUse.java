package dev.claviger.core;

import java.time.Instant;

/// How a secret's value was handed out, as the entries tell.
///
/// @param count how often
/// @param last when last
public record SecretUse(long count, Instant last) {
  /// This use and another one.
  public SecretUse and(SecretUse other) {
    return new SecretUse(count + other.count, last.isAfter(other.last) ? last : other.last);
  }
}
