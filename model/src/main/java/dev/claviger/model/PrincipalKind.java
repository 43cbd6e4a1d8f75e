package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.Locale;

/// What kind of actor a [Principal] is.
public enum PrincipalKind {
  /// A person.
  USER,
  /// A program with a token of its own.
  SERVICE,
  /// A runner of an AI agent, bound to one environment.
  AGENT;

  /// As it stands before the colon, such as `user`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Parses what [#word] gives.
  ///
  /// @throws InvalidInput if `word` is none of `user`, `service`, `agent`
  public static PrincipalKind parse(String word) {
    return switch (word) {
      case "user" -> USER;
      case "service" -> SERVICE;
      case "agent" -> AGENT;
      default -> throw new InvalidInput("principal", "must begin with user:, service: or agent:");
    };
  }
}
