package dev.claviger.cli.run;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretName;
import java.util.Map;
import java.util.Set;

/// Which secrets a program gets, what their variables are called, and which variables it inherits.
///
/// @param only the secrets it gets; empty: all
/// @param except secrets that it does not get
/// @param prefix stands before the name of each secret that is not renamed
/// @param renamed names of variables, by secret
/// @param clean whether it inherits nothing but what is `preserved`
/// @param preserved inherited variables that win over secrets
/// @param dangerous names such as `PATH` that a secret may have all the same
public record Variables(
    Set<SecretName> only,
    Set<SecretName> except,
    String prefix,
    Map<SecretName, String> renamed,
    boolean clean,
    Set<String> preserved,
    Set<String> dangerous) {
  /// Every secret under its own name, and everything that can be inherited.
  public static final Variables PLAIN =
      new Variables(Set.of(), Set.of(), "", Map.of(), false, Set.of(), Set.of());

  /// Copies what it is given.
  ///
  /// @throws InvalidInput if a variable cannot be called so
  public Variables {
    only = Set.copyOf(only);
    except = Set.copyOf(except);
    renamed = Map.copyOf(renamed);
    preserved = Set.copyOf(preserved);
    dangerous = Set.copyOf(dangerous);
    if (!prefix.isEmpty()) {
      check("--prefix", prefix);
    }
    renamed.values().forEach(name -> check("--rename", name));
  }

  private static void check(String option, String name) {
    try {
      new SecretName(name); // what a variable and a secret can be called is the same
    } catch (InvalidInput e) {
      throw new InvalidInput(
          option, "must be made of A-Z a-z 0-9 _, and must not start with a digit");
    }
  }

  boolean takes(SecretName name) {
    return !except.contains(name) && (only.isEmpty() || only.contains(name));
  }

  /// What the variable of a secret is called.
  String of(SecretName name) {
    return renamed.getOrDefault(name, prefix + name.value());
  }

  /// Whether a variable that is there already goes on to the program.
  boolean inherits(String name) {
    return !clean || preserved.contains(name);
  }
}
