package dev.claviger.cli.access;

import static java.util.stream.Collectors.joining;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import dev.claviger.model.RoleName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger role show NAME`.
public final class RoleShow implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "role show", "NAME", "Show the rules of a role, and what they come to with -o json.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1");

  /// In these surroundings.
  public RoleShow(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    var name = new RoleName(operands.only());
    try (Session session = Session.open(surroundings)) {
      Json role = session.management().get("/roles/" + name);
      output.print(surroundings, role, () -> text(role));
      return ExitCodes.OK;
    }
  }

  /// How many rights a role gives.
  static String rights(Json role) {
    int rights = role.items("permissions").size();
    return rights == 1 ? "1 right" : rights + " rights";
  }

  /// The texts of a list.
  static String texts(Json thing, String field) {
    return thing.items(field).stream()
        .map(each -> each instanceof Json.Text(var word) ? word : "")
        .collect(joining(", "));
  }

  private static String text(Json role) {
    return Table.of(
        List.of(
            new Column("GROUPS", rule -> texts(rule, "apiGroups")),
            new Column("RESOURCES", rule -> texts(rule, "resources")),
            new Column("VERBS", rule -> texts(rule, "verbs")),
            new Column("NAMES", rule -> texts(rule, "resourceNames"))),
        role.items("rules"));
  }
}
