package dev.claviger.cli.run;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.model.SecretName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options of `run` that say which variables the program finds.
final class VariableOptions {
  private final Syntax.Text only;
  private final Syntax.Text except;
  private final Syntax.Text prefix;
  private final Syntax.Text rename;
  private final Syntax.Flag clean;
  private final Syntax.Text preserve;
  private final Syntax.Text allow;

  VariableOptions(Syntax syntax) {
    only = syntax.text("NAMES", "The secrets it gets, separated by commas; else all.", "--only");
    except = syntax.text("NAMES", "Secrets it does not get.", "--except");
    prefix = syntax.text("TEXT", "Stands before the name of each variable.", "--prefix");
    rename =
        syntax.text("PAIRS", "OLD=NEW: the variable of the secret OLD is called NEW.", "--rename");
    clean =
        syntax.flag(
            "It inherits no variable, not even PATH, but those of --preserve-env.", "--clean-env");
    preserve = syntax.text("NAMES", "Inherited variables that win over secrets.", "--preserve-env");
    allow =
        syntax.text(
            "NAMES",
            "Names such as PATH that it gets although they could make it run other code.",
            "--allow-dangerous");
  }

  /// What was given.
  Variables given() {
    return new Variables(
        secrets(only),
        secrets(except),
        prefix.or(""),
        pairs(),
        clean.isSet(),
        Set.copyOf(words(preserve)),
        Set.copyOf(words(allow)));
  }

  private static List<String> words(Syntax.Text option) {
    var words = new ArrayList<String>();
    for (String each : option.or("").split(",", -1)) {
      if (!each.isBlank()) {
        words.add(each.strip());
      }
    }
    return words;
  }

  private static Set<SecretName> secrets(Syntax.Text option) {
    var names = new HashSet<SecretName>();
    for (String word : words(option)) {
      names.add(new SecretName(word));
    }
    if (option.isSet() && names.isEmpty()) {
      String name = option.option().longestName();
      throw CommandFailure.usage(name + " names no secret", "such as: " + name + " API_KEY,TOKEN");
    }
    return names;
  }

  private Map<SecretName, String> pairs() {
    var pairs = new HashMap<SecretName, String>();
    for (String pair : words(rename)) {
      List<String> names = List.of(pair.split("=", 2));
      if (names.size() != 2) {
        throw CommandFailure.usage(
            "--rename: " + pair + " is not OLD=NEW", "such as: --rename DATABASE_URL=PG_URL");
      }
      if (pairs.put(new SecretName(names.getFirst()), names.getLast()) != null) {
        throw CommandFailure.usage("--rename names " + names.getFirst() + " twice", null);
      }
    }
    return pairs;
  }
}
