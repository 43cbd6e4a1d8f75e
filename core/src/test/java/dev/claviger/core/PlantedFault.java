package dev.claviger.core;

import dev.claviger.core.NaiveAccess.Grant;
import dev.claviger.core.NaiveAccess.Question;
import dev.claviger.core.NaiveAccess.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Mistakes that an evaluator could make. Each is planted by what the real one is told: an
/// evaluator that ignores environments decides as one does that never hears of them.
record PlantedFault(String name, UnaryOperator<Grant> grants, UnaryOperator<Question> questions) {
  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "environment ignored",
            grant -> at(grant, grant.where().replaceFirst("/.*", "")),
            asked -> asked),
        new PlantedFault(
            "space compared by its beginning",
            grant -> at(grant, grant.where().replace("pay-x", "pay")),
            asked -> at(asked, asked.place().replace("pay-x", "pay"))),
        new PlantedFault(
            "space reaches everywhere",
            grant -> at(grant, grant.where().contains("/") ? grant.where() : "everywhere"),
            asked -> asked),
        new PlantedFault(
            "name compared case blind",
            grant -> named(grant, PlantedFault::upper),
            asked -> about(asked, asked.name().toUpperCase(Locale.ROOT))),
        new PlantedFault(
            "names of rules ignored",
            grant -> ruled(grant, rule -> words(rule, rule.verbs(), List.of())),
            asked -> asked),
        new PlantedFault(
            "names of bindings ignored",
            grant -> new Grant(grant.who(), grant.where(), grant.rules(), List.of()),
            asked -> asked),
        new PlantedFault(
            "verb ignored",
            grant -> ruled(grant, rule -> words(rule, List.of("*"), rule.names())),
            asked -> asked),
        new PlantedFault(
            "verb compared by its beginning",
            grant -> ruled(grant, rule -> words(rule, begun(rule.verbs()), rule.names())),
            asked -> asked),
        new PlantedFault(
            "resource ignored",
            grant ->
                ruled(
                    grant, rule -> new Words(rule.groups(), List.of("*"), rule.verbs(), List.of())),
            asked -> asked),
        new PlantedFault(
            "group ignored",
            grant ->
                ruled(
                    grant,
                    rule -> new Words(List.of("*"), rule.resources(), rule.verbs(), rule.names())),
            asked -> asked),
        new PlantedFault(
            "limit of the token ignored", grant -> grant, asked -> of(asked, asked.who(), "")),
        new PlantedFault(
            "bindings of others counted",
            grant -> new Grant("user:mara", grant.where(), grant.rules(), grant.only()),
            asked -> of(asked, "user:mara", asked.token())),
        new PlantedFault(
            "only the first rule counted",
            grant ->
                new Grant(grant.who(), grant.where(), grant.rules().subList(0, 1), grant.only()),
            asked -> asked));
  }

  List<Grant> in(List<Grant> policy) {
    return policy.stream().map(grants).toList();
  }

  Question in(Question asked) {
    return questions.apply(asked);
  }

  private static Grant at(Grant grant, String where) {
    return new Grant(grant.who(), where, grant.rules(), grant.only());
  }

  private static Question at(Question asked, String place) {
    return new Question(
        asked.who(),
        asked.token().replace("pay-x", "pay"),
        asked.group(),
        asked.resource(),
        asked.verb(),
        place,
        asked.name());
  }

  private static Question about(Question asked, String name) {
    return new Question(
        asked.who(),
        asked.token(),
        asked.group(),
        asked.resource(),
        asked.verb(),
        asked.place(),
        name);
  }

  private static Question of(Question asked, String who, String token) {
    return new Question(
        who, token, asked.group(), asked.resource(), asked.verb(), asked.place(), asked.name());
  }

  private static Grant named(Grant grant, UnaryOperator<List<String>> names) {
    Grant renamed = ruled(grant, rule -> words(rule, rule.verbs(), names.apply(rule.names())));
    return new Grant(grant.who(), grant.where(), renamed.rules(), names.apply(grant.only()));
  }

  private static List<String> upper(List<String> names) {
    return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).distinct().toList();
  }

  /// As if `get` gave `get_masked`.
  private static List<String> begun(List<String> verbs) {
    return verbs.contains("get")
        ? Stream.concat(verbs.stream(), Stream.of("get_masked")).toList()
        : verbs;
  }

  private static Grant ruled(Grant grant, UnaryOperator<Words> rules) {
    return new Grant(
        grant.who(), grant.where(), grant.rules().stream().map(rules).toList(), grant.only());
  }

  private static Words words(Words rule, List<String> verbs, List<String> names) {
    return new Words(rule.groups(), rule.resources(), verbs, names);
  }

  @Override
  public String toString() {
    return name;
  }
}
