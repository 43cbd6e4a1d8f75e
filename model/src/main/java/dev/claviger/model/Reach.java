package dev.claviger.model;

import dev.claviger.model.ClavigerException.InvalidInput;

/// Where a binding holds: everywhere, in one space, or in one environment of a space.
public sealed interface Reach {
  Reach EVERYWHERE = new Everywhere();

  /// Whether a right with this reach counts in `scope`.
  boolean covers(Scope scope);

  /// Whether a right with this reach counts for the space as a whole.
  boolean covers(SpaceName space);

  record Everywhere() implements Reach {
    @Override
    public boolean covers(Scope scope) {
      return true;
    }

    @Override
    public boolean covers(SpaceName space) {
      return true;
    }

    @Override
    public String toString() {
      return "everywhere";
    }
  }

  record InSpace(SpaceName space) implements Reach {
    @Override
    public boolean covers(Scope scope) {
      return covers(scope.space());
    }

    @Override
    public boolean covers(SpaceName other) {
      return space.equals(other);
    }

    @Override
    public String toString() {
      return space.toString();
    }
  }

  record InEnvironment(Scope scope) implements Reach {
    @Override
    public boolean covers(Scope other) {
      return scope.equals(other);
    }

    @Override
    public boolean covers(SpaceName space) {
      return false;
    }

    @Override
    public String toString() {
      return scope.toString();
    }
  }

  /// Parses `everywhere`, `space` or `space/environment`. No space can be called `everywhere`.
  ///
  /// @throws InvalidInput if a part is not a valid name
  static Reach parse(String text) {
    if (text.equals("everywhere")) {
      return EVERYWHERE;
    }
    return text.indexOf('/') < 0
        ? new InSpace(new SpaceName(text))
        : new InEnvironment(Scope.parse(text));
  }
}
