package dev.claviger.core;

import dev.claviger.core.NaiveAccess.Grant;
import dev.claviger.core.NaiveAccess.Question;
import dev.claviger.core.NaiveAccess.Words;
import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Policies and questions about them, from few words that are easily mistaken for each other.
final class RandomPolicies {
  static final List<String> NAMES = List.of("KEY", "Key", "KEY_2", "OTHER");
  static final List<String> PEOPLE = List.of("user:mara", "user:mara2", "agent:mara");

  private static final List<String> SCOPES = List.of("pay/dev", "pay/prod", "pay-x/dev");
  private static final List<String> PLACES =
      List.of("everywhere", "pay", "pay-x", "pay/dev", "pay/prod", "pay-x/dev", "pay-x/prod");
  private static final List<Permission> RIGHTS = List.of(Permission.values());
  private static final int RIGHTS_ON_SECRETS = 7; // they stand first

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  /// Who has what: up to six bindings each.
  List<Grant> policy() {
    var roles = new ArrayList<List<Words>>();
    Roles.builtIn()
        .all()
        .forEach(role -> roles.add(role.rules().stream().map(this::words).toList()));
    for (int i = 0; i < 4; i++) {
      roles.add(rules());
    }
    var grants = new ArrayList<Grant>();
    for (String who : PEOPLE) {
      for (int i = random.nextInt(7); i > 0; i--) {
        List<String> only = oneIn(8) ? some(NAMES) : List.of();
        grants.add(new Grant(who, one(PLACES), one(roles), only));
      }
    }
    return grants;
  }

  Question question() {
    int among = oneIn(3) ? RIGHTS.size() : RIGHTS_ON_SECRETS;
    Permission right = RIGHTS.get(random.nextInt(among));
    String place = oneIn(4) ? one(PLACES) : one(SCOPES);
    String token = oneIn(5) ? (oneIn(2) ? one(SCOPES) : place.contains("/") ? place : "") : "";
    String name = right.onSecrets() && place.contains("/") && !oneIn(8) ? one(NAMES) : "";
    return new Question(
        one(PEOPLE), token, right.group(), right.resource(), right.verb(), place, name);
  }

  private List<Words> rules() {
    var rules = new ArrayList<Words>();
    int wanted = 1 + random.nextInt(3);
    while (rules.size() < wanted) {
      try {
        rules.add(words(rule()));
      } catch (InvalidInput _) { // one that allows nothing: another will
        wanted = Math.max(1, wanted - 1);
      }
    }
    return rules;
  }

  private Rule rule() {
    if (oneIn(3)) {
      var names = some(NAMES).stream().map(dev.claviger.model.SecretName::new).toList();
      return new Rule(
          oneIn(2) ? List.of("*") : List.of("space"), List.of("secret"), verbs(), names);
    }
    return Rule.of(
        oneIn(2) ? List.of("*") : some(Permission.words(Permission::group)),
        oneIn(3) ? List.of("*") : some(Permission.words(Permission::resource)),
        verbs());
  }

  private List<String> verbs() {
    return oneIn(3) ? List.of("*") : some(Permission.words(Permission::verb));
  }

  private Words words(Rule rule) {
    return new Words(
        rule.apiGroups(),
        rule.resources(),
        rule.verbs(),
        rule.resourceNames().stream().map(name -> name.value()).toList());
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// One to all of them.
  private List<String> some(List<String> of) {
    var shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, random);
    return List.copyOf(shuffled.subList(0, 1 + random.nextInt(of.size())));
  }
}
