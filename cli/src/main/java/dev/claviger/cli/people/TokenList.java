package dev.claviger.cli.people;

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

/// `claviger token list`.
public final class TokenList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "id"),
          Column.of("KIND", "kind"),
          Column.of("OF", "principal"),
          Column.of("NAME", "name"),
          Column.of("SCOPE", "scope"),
          Column.time("CREATED", "created_at"),
          Column.time("ENDS", "expires_at"),
          Column.time("REPLACED", "replaced_at"));

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "token list", "", "List your tokens, or those of somebody else. Never what proves them.");
  private final Syntax.Text principal =
      syntax.text("WHO", "Such as user:mara or agent:ci.", "--principal");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public TokenList(Surroundings surroundings) {
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
      var query = new Query().with("principal", principal.value());
      List<Json> found = session.management().list("/tokens" + query, "tokens");
      output.list(surroundings, "tokens", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
