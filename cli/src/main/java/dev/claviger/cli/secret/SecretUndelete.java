package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Nearest;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret undelete [SCOPE] NAME`: takes a deletion back.
public final class SecretUndelete implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret undelete",
          "[SCOPE] NAME",
          "Restore a secret that was deleted within the last 7 days, the newest of that name.",
          "claviger secret list --deleted shows which there are.");
  private final Syntax.Words operands = syntax.words("NAME", "1..2");

  /// In these surroundings.
  public SecretUndelete(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings);
        var body = new RequestBody()) {
      var wanted = OneSecret.of(surroundings, session, operands);
      List<Json> deleted =
          session.management().list(SecretPaths.deleted(wanted.scope(), ""), "secrets");
      Json newest =
          deleted.stream()
              .filter(each -> each.text("key_name").equals(wanted.name().value()))
              .max(Comparator.comparing(each -> each.text("deleted_at")))
              .orElseThrow(() -> missing(wanted, deleted));
      String path = "/spaces/" + wanted.scope().space() + "/deleted-secrets/" + newest.text("id");
      Json restored = session.management().post(path + "/restore", body);
      surroundings
          .stdout()
          .println(
              wanted.name() + " version " + restored.number("version") + " in " + wanted.scope());
      return ExitCodes.OK;
    }
  }

  private static CommandFailure missing(OneSecret wanted, List<Json> deleted) {
    String near =
        Nearest.of(
            wanted.name().value(), deleted.stream().map(each -> each.text("key_name")).toList());
    return new CommandFailure(
        ExitCodes.NOT_FOUND,
        "not_found",
        "no secret " + wanted.name() + " was deleted in " + wanted.scope() + " within 7 days",
        near == null
            ? "see: claviger secret list " + wanted.scope() + " --deleted"
            : "did you mean: claviger secret undelete " + wanted.scope() + " " + near);
  }
}
