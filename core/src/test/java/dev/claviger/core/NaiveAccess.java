package dev.claviger.core;

import java.util.List;

/// What [Access] should decide, in the plainest words there are: nothing but text and loops.
final class NaiveAccess {
  private NaiveAccess() {}

  record Words(
      List<String> groups, List<String> resources, List<String> verbs, List<String> names) {}

  /// A binding with the rules of its role.
  ///
  /// @param where `everywhere`, `space` or `space/environment`
  record Grant(String who, String where, List<Words> rules, List<String> only) {}

  /// @param token the scope that the token is limited to, or empty
  /// @param place as `where`
  /// @param name of the secret, or empty
  record Question(
      String who,
      String token,
      String group,
      String resource,
      String verb,
      String place,
      String name) {}

  static boolean allows(List<Grant> grants, Question asked) {
    if (!asked.token.isEmpty() && !asked.token.equals(asked.place)) {
      return false;
    }
    for (Grant grant : grants) {
      for (Words rule : grant.rules) {
        if (grant.who.equals(asked.who)
            && reaches(grant.where, asked.place)
            && holds(rule.groups, asked.group)
            && holds(rule.resources, asked.resource)
            && holds(rule.verbs, asked.verb)
            && (rule.names.isEmpty() || rule.names.contains(asked.name))
            && (grant.only.isEmpty() || isSecretOf(grant.only, asked))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean reaches(String where, String place) {
    return where.equals("everywhere") || where.equals(place) || place.startsWith(where + "/");
  }

  private static boolean holds(List<String> words, String word) {
    return words.contains("*") || words.contains(word);
  }

  private static boolean isSecretOf(List<String> only, Question asked) {
    return asked.resource.equals("secret") && only.contains(asked.name);
  }
}
