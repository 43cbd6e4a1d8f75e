package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.Column;
import dev.claviger.cli.render.JsonFields;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.Query;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret list [SCOPE]`: the names of the secrets, and their values only when asked for.
public final class SecretList implements Command {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("NAME", "key_name"),
          Column.of("VALUE", "value_masked"),
          Column.of("VERSION", "version"),
          Column.of("STATE", "state"),
          Column.time("UPDATED", "updated_at"),
          Column.time("EXPIRES", "expires_at"),
          Column.time("READ", "last_accessed_at"),
          Column.of("DESCRIPTION", "description"));
  private static final List<Column> DELETED =
      List.of(
          Column.of("NAME", "key_name"),
          Column.of("ID", "id"),
          Column.time("DELETED", "deleted_at"),
          Column.time("GONE", "purged_at"));

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "secret list",
          "[SCOPE]",
          "List the secrets of a scope. Values are masked or not shown, unless --show-values is",
          "given: then they are fetched from the service plane, which puts it on record.");
  private final Syntax.Text prefix = syntax.text("TEXT", "Only names that begin so.", "--prefix");
  private final Syntax.Text search =
      syntax.text("TEXT", "Only where name or description hold this.", "--search");
  private final Syntax.Text expiring =
      syntax.text("DAYS", "Only what has expired, or will within so many days.", "--expiring");
  private final Syntax.Text stale =
      syntax.text("DAYS", "Only what was neither read nor changed for so many days.", "--stale");
  private final Syntax.Flag deleted =
      syntax.flag("Those that were deleted and can be restored.", "--deleted");
  private final Syntax.Flag showValues = syntax.flag("Values too; asks first.", "--show-values");
  private final Syntax.Flag yes = syntax.flag("Do not ask.", "-y", "--yes");
  private final OutputOption output = OutputOption.of(syntax);
  private final Syntax.Words operands = syntax.words("SCOPE", "0..1");

  /// In these surroundings.
  public SecretList(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    output.format(surroundings); // a wrong -o is told before anything is asked
    try (Session session = Session.open(surroundings)) {
      var choice = ScopeChoice.of(surroundings, session, operands.values());
      if (!choice.operands().isEmpty()) {
        throw CommandFailure.usage("a scope is written SPACE/ENVIRONMENT", null);
      }
      Scope scope = choice.named(session);
      if (deleted.isSet()) {
        listDeleted(session, scope);
      } else if (showValues.isSet()) {
        new ShownValues(surroundings, session, output)
            .print(scope, found(session, scope), yes.isSet());
      } else {
        listNames(scope, found(session, scope));
      }
      return ExitCodes.OK;
    }
  }

  private List<Json> found(Session session, Scope scope) {
    var query =
        new Query()
            .with("prefix", prefix.value())
            .with("q", search.value())
            .with("expiring", expiring.value())
            .with("stale", stale.value());
    return session.management().list(SecretPaths.all(scope, query), "secrets");
  }

  private void listNames(Scope scope, List<Json> secrets) {
    List<String> names = secrets.stream().map(secret -> secret.text("key_name")).toList();
    Json data =
        new JsonFields()
            .with("status", "success")
            .with("scope", scope.toString())
            .with("secret_keys", names)
            .build();
    output.print(surroundings, data, () -> Table.of(COLUMNS, secrets));
    if (secrets.isEmpty() && surroundings.terminal().shows()) {
      surroundings.say(
          "nothing in " + scope + " yet; store with: claviger secret set " + scope + " NAME");
    }
  }

  private void listDeleted(Session session, Scope scope) {
    List<Json> secrets = session.management().list(SecretPaths.deleted(scope, ""), "secrets");
    output.list(surroundings, "secrets", secrets, DELETED);
  }
}
