package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.Locale;

/// What the management plane may return of a space's secrets. The service plane returns values in
/// both.
public enum Disclosure {
  /// Masks, never a value. The default.
  GRPC,
  /// Values too, to callers with `space.secret.read_values`.
  HTTP;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Parses what [#word] gives.
  ///
  /// @throws InvalidInput if `word` is neither `grpc` nor `http`
  public static Disclosure parse(String word) {
    return switch (word) {
      case "grpc" -> GRPC;
      case "http" -> HTTP;
      default -> throw new InvalidInput("disclosure", "must be grpc or http");
    };
  }
}
