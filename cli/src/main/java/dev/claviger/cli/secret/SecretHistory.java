package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret history [SCOPE] NAME`: the versions, without their values.
public final class SecretHistory implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("VERSION", "version"),
          Column.of("STATE", "state"),
          Column.time("WRITTEN", "created_at"),
          Column.of("BY", "created_by"),
          Column.time("WORKS UNTIL", "grace_until"));

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret history",
          "[SCOPE] NAME",
          "List the versions of a secret, newest first.",
          "claviger secret get NAME --version NUMBER prints the value of one that is retired.");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretHistory(Surroundings surroundings) {
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
      var secret = OneSecret.of(surroundings, session, operands);
      List<Json> versions =
          secret.with(
              session, () -> session.management().list(secret.path("/versions"), "versions"));
      List<Json> newestFirst =
          versions.stream()
              .sorted((a, b) -> Long.compare(b.number("version"), a.number("version")))
              .toList();
      output.list(surroundings, "versions", newestFirst, COLUMNS);
      return ExitCodes.OK;
    }
  }
}
