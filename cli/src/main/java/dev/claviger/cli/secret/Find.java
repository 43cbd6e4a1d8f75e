package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
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

/// `claviger find TEXT`: secrets of every space.
public final class Find implements Command {
  private final Surroundings surroundings;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("SCOPE", secret -> secret.text("space") + "/" + secret.text("environment")),
          Column.of("NAME", "key_name"),
          Column.of("STATE", "state"),
          Column.time("UPDATED", "updated_at"),
          Column.of("DESCRIPTION", "description"));

  private final Syntax syntax =
      Syntax.of(
          "find",
          "TEXT",
          "Find secrets whose name or description holds a text, in every space and environment",
          "where you may list them. Capitals do not count. Values are neither searched nor shown.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("TEXT", "1");

  /// In these surroundings.
  public Find(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    if (operands.only().isBlank()) {
      throw CommandFailure.usage("TEXT must not be blank", "see: claviger find --help");
    }
    try (Session session = Session.open(surroundings)) {
      var query = new Query().with("q", operands.only());
      List<Json> found = session.management().list("/find" + query, "secrets");
      output.list(surroundings, "secrets", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
