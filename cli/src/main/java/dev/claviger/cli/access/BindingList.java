package dev.claviger.cli.access;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger binding list`.
public final class BindingList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("WHO", "principal"),
          Column.of("ROLE", "role"),
          Column.of("WHERE", "where"),
          new Column("ONLY", binding -> RoleShow.texts(binding, "only")),
          Column.of("ID", "id"),
          Column.time("CREATED", "created_at"),
          Column.of("BY", "created_by"));

  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("binding list", "", "List who has which role where.");
  private final Syntax.Text principal =
      syntax.text("WHO", "Only of this one, such as user:mara.", "--principal");
  private final Syntax.Text space = syntax.text("SPACE", "Only in this space.", "--space");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public BindingList(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    try (Session session = Session.open(surroundings)) {
      var query = new Query().with("principal", principal.value()).with("space", space.value());
      List<Json> found = session.management().list("/bindings" + query, "bindings");
      output.list(surroundings, "bindings", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
