package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.regex.Pattern;

/// Who acts: a person, a service or an agent, written `kind:name`, such as `user:mara`.
public record Principal(PrincipalKind kind, String name) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}");

  /// The server itself, as it acts in jobs. Nobody can be given this name.
  public static final Principal SERVER = new Principal(PrincipalKind.SERVICE, "claviger");

  /// @throws InvalidInput if `name` is not 1 to 63 of `a-z 0-9 . _ @ -`, starting with a letter or
  ///     digit
  public Principal {
    if (!GRAMMAR.matcher(name).matches()) {
      throw new InvalidInput(
          "principal", "must be 1 to 63 of a-z 0-9 . _ @ -, starting with a letter or digit");
    }
  }

  /// Parses `kind:name`.
  ///
  /// @throws InvalidInput if there is no such kind, or the name is none
  public static Principal parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new InvalidInput("principal", "must be such as user:mara, service:api or agent:ci");
    }
    return new Principal(PrincipalKind.parse(text.substring(0, colon)), text.substring(colon + 1));
  }

  public static Principal user(String name) {
    return new Principal(PrincipalKind.USER, name);
  }

  public static Principal agent(String name) {
    return new Principal(PrincipalKind.AGENT, name);
  }

  @Override
  public String toString() {
    return kind.word() + ":" + name;
  }
}
