package dev.claviger.core;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretName;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a role allows (R4): verbs on resources of groups, perhaps only on the secrets of some
/// names. In one form only: each list is sorted, without repeats, and a `*` stands alone. A `*` is
/// any word; nothing else is a pattern.
///
/// @param apiGroups such as `space`
/// @param resources such as `secret`
/// @param verbs such as `list`
/// @param resourceNames empty = whatever its name
public record Rule(
    List<String> apiGroups,
    List<String> resources,
    List<String> verbs,
    List<SecretName> resourceNames) {
  /// How many names a rule can hold.
  public static final int MAX_NAMES = 500;

  private static final String ANY = "*";

  /// @throws InvalidInput if a word is unknown, there are too many names, or it allows nothing
  public Rule {
    apiGroups = words("apiGroups", apiGroups, Permission::group);
    resources = words("resources", resources, Permission::resource);
    verbs = words("verbs", verbs, Permission::verb);
    resourceNames = names("resourceNames", resourceNames);
    if (!resourceNames.isEmpty() && !resources.equals(List.of("secret"))) {
      throw new InvalidInput("resourceNames", "is for rules on the resource secret alone");
    }
    if (permissions(apiGroups, resources, verbs).isEmpty()) {
      throw new InvalidInput(
          "rules", "must not hold a rule that allows nothing: no such verb there");
    }
  }

  /// A rule for all secrets, or for other things.
  static Rule of(List<String> apiGroups, List<String> resources, List<String> verbs) {
    return new Rule(apiGroups, resources, verbs, List.of());
  }

  /// The rights it gives, for its names if it has some.
  public Set<Permission> permissions() {
    return Collections.unmodifiableSet(permissions(apiGroups, resources, verbs));
  }

  private static EnumSet<Permission> permissions(
      List<String> groups, List<String> resources, List<String> verbs) {
    return Arrays.stream(Permission.values())
        .filter(right -> holds(groups, right.group()))
        .filter(right -> holds(resources, right.resource()))
        .filter(right -> holds(verbs, right.verb()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
  }

  private static boolean holds(List<String> words, String word) {
    return words.contains(ANY) || words.contains(word);
  }

  private static List<String> words(
      String field, List<String> given, Function<Permission, String> part) {
    List<String> known = Permission.words(part);
    List<String> words = given.stream().map(word -> singular(word, known)).distinct().toList();
    if (words.isEmpty()) {
      throw new InvalidInput(field, "must not be empty; * is all of them");
    }
    if (!words.stream().allMatch(word -> word.equals(ANY) || known.contains(word))) {
      throw new InvalidInput(field, "must be of " + String.join(", ", known) + " or *");
    }
    return words.contains(ANY) ? List.of(ANY) : words.stream().sorted().toList();
  }

  /// `secrets` is taken for `secret`, since that is how rules are written elsewhere.
  private static String singular(String word, List<String> known) {
    String one = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    return known.contains(one) ? one : word;
  }

  /// Names in their one form.
  ///
  /// @throws InvalidInput if there are more than [#MAX_NAMES]
  static List<SecretName> names(String field, List<SecretName> names) {
    List<SecretName> sorted =
        names.stream().sorted((one, two) -> one.value().compareTo(two.value())).distinct().toList();
    if (sorted.size() > MAX_NAMES) {
      throw new InvalidInput(field, "must be at most " + MAX_NAMES);
    }
    return sorted;
  }

  /// Its one spelling as text: four lists with blanks between them.
  public String text() {
    return Stream.of(
            apiGroups, resources, verbs, resourceNames.stream().map(SecretName::value).toList())
        .map(words -> String.join(",", words))
        .collect(Collectors.joining(" "));
  }

  /// Parses what [#text] gives.
  static Rule parse(String text) {
    String[] lists = text.split(" ", -1);
    if (lists.length != 4) {
      throw new IllegalArgumentException("not a rule");
    }
    return new Rule(
        words(lists[0]),
        words(lists[1]),
        words(lists[2]),
        words(lists[3]).stream().map(SecretName::new).toList());
  }

  private static List<String> words(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }
}
