package dev.claviger.core;

import static java.util.stream.Collectors.joining;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.RoleName;
import dev.claviger.model.SecretName;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A named list of rules, with what they come to worked out once, since every call asks.
///
/// A class, because a record would compare what is worked out as well.
public final class Role {
  /// How many rules a role can have.
  public static final int MAX_RULES = 50;

  private static final Set<Permission> NONE = EnumSet.noneOf(Permission.class);

  private final RoleName name;
  private final List<Rule> rules;
  private final Set<Permission> always = EnumSet.noneOf(Permission.class);
  private final Map<SecretName, Set<Permission>> byName = new HashMap<>();
  private final Set<Permission> some;

  /// @throws InvalidInput if there is no rule, or more than [#MAX_RULES]
  public Role(RoleName name, List<Rule> rules) {
    if (rules.isEmpty() || rules.size() > MAX_RULES) {
      throw new InvalidInput("rules", "must be 1 to " + MAX_RULES);
    }
    this.name = name;
    this.rules = List.copyOf(rules);
    for (Rule rule : rules) {
      if (rule.resourceNames().isEmpty()) {
        always.addAll(rule.permissions());
      }
      for (SecretName one : rule.resourceNames()) {
        byName.computeIfAbsent(one, _ -> EnumSet.copyOf(NONE)).addAll(rule.permissions());
      }
    }
    EnumSet<Permission> all = EnumSet.copyOf(always);
    byName.values().forEach(all::addAll);
    this.some = Collections.unmodifiableSet(all);
  }

  public RoleName name() {
    return name;
  }

  public List<Rule> rules() {
    return rules;
  }

  /// The rights it gives, some of them perhaps for a few names only.
  public Set<Permission> permissions() {
    return some;
  }

  /// Whether it gives a right on everything of its kind, or on the secret of that name.
  ///
  /// @param secret null = on everything
  boolean allows(Permission right, @Nullable SecretName secret) {
    return always.contains(right)
        || (secret != null && byName.getOrDefault(secret, NONE).contains(right));
  }

  /// Whether it gives a right on anything at all.
  boolean allowsSome(Permission right) {
    return some.contains(right);
  }

  /// The names for which it gives a right that it does not give for all.
  Set<SecretName> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /// The rules as text, a line each.
  public String text() {
    return rules.stream().map(Rule::text).collect(joining("\n"));
  }

  /// The role whose rules [#text] gave.
  public static Role parse(RoleName name, String text) {
    return new Role(name, text.lines().map(Rule::parse).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Role role && name.equals(role.name) && rules.equals(role.rules);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + rules.hashCode();
  }

  @Override
  public String toString() {
    return name + ": " + rules;
  }
}
