package dev.claviger.cli.access;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.frame.Words;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.JsonReader;
import dev.claviger.cli.rest.RequestBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options that say what a role allows.
final class RoleBody {
  private final Syntax.Text allow;
  private final Syntax.Text only;
  private final Syntax.Text rules;
  private final Syntax.Text description;

  private RoleBody(Syntax syntax) {
    this.allow =
        syntax.text(
            "RIGHT,...", "What it allows, such as space.secret.list,space.secret.get.", "--allow");
    this.only =
        syntax.text("NAME,...", "With --allow: only for the secrets of these names.", "--only");
    this.rules =
        syntax.text(
            "FILE",
            "JSON with its rules, as claviger role show -o json prints them; - is standard input.",
            "--rules");
    this.description = syntax.text("TEXT", "What it is for.", "--description");
  }

  static RoleBody of(Syntax syntax) {
    return new RoleBody(syntax);
  }

  /// Writes what the options say.
  ///
  /// @throws CommandFailure if they say nothing, or too much
  void write(Surroundings surroundings, RequestBody body) throws IOException {
    if (allow.isSet() == rules.isSet()) {
      throw CommandFailure.usage("give either --allow RIGHT,... or --rules FILE", null);
    }
    if (only.isSet() && !allow.isSet()) {
      throw CommandFailure.usage("--only belongs to --allow; a file has resourceNames", null);
    }
    body.text("description", description.value());
    String file = rules.value();
    if (file != null) {
      body.json("rules", read(surroundings, file));
      return;
    }
    List<String> names = Words.of(only);
    body.openArray("rules");
    verbsByResource(Words.of(allow))
        .forEach(
            (resource, verbs) ->
                body.openElement()
                    .texts("apiGroups", List.of("*"))
                    .texts("resources", List.of(resource))
                    .texts("verbs", verbs)
                    .texts("resourceNames", names)
                    .closeElement());
    body.closeArray();
  }

  /// A right such as `space.secret.list` ends with its resource and its verb.
  private static Map<String, List<String>> verbsByResource(List<String> rights) {
    var verbs = new LinkedHashMap<String, List<String>>();
    for (String right : rights) {
      List<String> parts = List.of(right.split("\\.", -1));
      if (parts.size() < 2) {
        throw CommandFailure.usage(
            "--allow takes rights such as space.secret.list",
            "see them all: claviger role show admin");
      }
      verbs
          .computeIfAbsent(parts.get(parts.size() - 2), _ -> new ArrayList<>())
          .add(parts.getLast());
    }
    return verbs;
  }

  /// The rules stand alone in the file, or under `rules` of a role.
  private static Json read(Surroundings surroundings, String file) throws IOException {
    byte[] bytes = Input.read(surroundings, file, Input.MAX_BYTES);
    try {
      Json read = JsonReader.read(bytes);
      Json found = read instanceof Json.Items ? read : read.field("rules");
      if (!(found instanceof Json.Items)) {
        throw CommandFailure.usage(
            "the file must be JSON with a list of rules, as claviger role show -o json prints it",
            null);
      }
      return found;
    } catch (JsonReader.Malformed _) {
      throw CommandFailure.usage("the file is not valid JSON", null);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
