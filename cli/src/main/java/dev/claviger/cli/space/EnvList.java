package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import dev.claviger.model.SpaceName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger env list SPACE`.
public final class EnvList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "name"),
          Column.time("CREATED", "created_at"),
          Column.of("BY", "created_by"));

  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("env list", "SPACE", "List the environments of a space.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("SPACE", "1");

  /// In these surroundings.
  public EnvList(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings);
    var space = new SpaceName(operands.only());
    try (Session session = Session.open(surroundings)) {
      List<Json> found =
          session.management().list("/spaces/" + space + "/environments", "environments");
      output.list(surroundings, "environments", found, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
