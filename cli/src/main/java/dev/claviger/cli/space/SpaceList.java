package dev.claviger.cli.space;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger space list`.
public final class SpaceList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "name"),
          Column.of("DISCLOSURE", "disclosure"),
          Column.of("MASKS", "mask_style"),
          Column.time("CREATED", "created_at"),
          Column.of("DESCRIPTION", "description"));

  private final Surroundings surroundings;
  private final Syntax syntax = Syntax.of("space list", "", "List the spaces that you may see.");
  private final Syntax.Flag deleted =
      syntax.flag("Those that were deleted and can be restored.", "--deleted");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public SpaceList(Surroundings surroundings) {
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
      String path = deleted.isSet() ? "/spaces?deleted=true" : "/spaces";
      output.list(surroundings, "spaces", session.management().list(path, "spaces"), COLUMNS);
      return ExitCodes.OK;
    }
  }
}
