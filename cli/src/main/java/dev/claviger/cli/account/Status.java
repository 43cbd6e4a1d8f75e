package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.JsonFields;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.render.Times;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.session.Credentials;
import dev.claviger.cli.session.ProjectFile;
import dev.claviger.cli.session.Session;
import dev.claviger.cli.session.TokenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger status`: the server, who you are there, and what needs attention.
public final class Status implements Command {
  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "status",
          "",
          "Show the server and its state, who you are, the scope of this folder, and what needs",
          "attention, such as expired secrets. Exit code 8 where the server is sealed.");
  private final OutputOption output = OutputOption.of(syntax);

  /// In these surroundings.
  public Status(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings)) {
      ManagementPlane plane = session.management();
      Json server = plane.get("/server");
      boolean ready = server.text("state").equals("ready");
      boolean person = TokenKind.of(session.credentials().token()) != TokenKind.ONE_SCOPE;
      boolean asks = ready && person;
      Json current = asks ? plane.get("/sessions/current") : Json.nothing();
      Json status = asks ? plane.get("/status") : Json.nothing();
      Json all = all(session.credentials(), server, current, status);
      output.print(surroundings, all, () -> text(all));
      return ready ? ExitCodes.OK : ExitCodes.UNREACHABLE;
    }
  }

  private Json all(Credentials credentials, Json server, Json current, Json status)
      throws IOException {
    var fields =
        new JsonFields()
            .with("state", server.text("state"))
            .with("version", server.text("version"))
            .with("environment", server.text("environment"))
            .with("rest", credentials.rest().toString())
            .with("grpc", credentials.grpc().toString());
    optional(fields, "principal", current.find("principal"));
    optional(fields, "expires_at", current.find("expires_at"));
    optional(fields, "scope", scope(current));
    optional(fields, "audit_retention", status.find("audit_retention"));
    fields.with("warnings", new Json.Items(status.items("warnings")));
    fields.with("alerts", new Json.Items(status.items("alerts")));
    return fields.build();
  }

  private @Nullable String scope(Json current) throws IOException {
    String own = current.find("scope");
    if (own != null) {
      return own;
    }
    String variable = surroundings.variable("CLAVIGER_SCOPE");
    return variable != null
        ? variable
        : ProjectFile.find(surroundings.folder()).map(file -> file.scope().toString()).orElse(null);
  }

  private static void optional(JsonFields fields, String name, @Nullable String value) {
    if (value != null) {
      fields.with(name, value);
    }
  }

  private static String text(Json all) {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "server",
            all.text("state")
                + ", version "
                + all.text("version")
                + ", environment "
                + all.text("environment")));
    rows.add(List.of("manage at", all.text("rest")));
    rows.add(List.of("values from", all.text("grpc")));
    String principal = all.find("principal");
    rows.add(List.of("you are", principal == null ? "an agent or a service" : principal));
    String expires = all.find("expires_at");
    rows.add(List.of("until", expires == null ? "revoked" : Times.shown(expires)));
    String scope = all.find("scope");
    String retention = all.find("audit_retention");
    if (retention != null) {
      rows.add(List.of("audit log", "kept for " + retention + "; this version removes nothing"));
    }
    rows.add(List.of("scope", scope == null ? "none for this folder" : scope));
    rows.replaceAll(row -> row.stream().map(Printable::line).toList());
    var text = new StringBuilder(Table.lines(rows));
    all.items("warnings").forEach(each -> text.append(notice("Warning: " + message(each))));
    all.items("alerts").forEach(each -> text.append(alert(each)));
    return text.toString();
  }

  private static String message(Json warning) {
    return warning instanceof Json.Text(var text) ? text : warning.text("message");
  }

  /// With the command that ends it, which is complete.
  private static String alert(Json alert) {
    String space = alert.find("space");
    String fix =
        space == null
            ? ""
            : notice(
                "  claviger secret rotate "
                    + space
                    + "/"
                    + alert.text("environment")
                    + " "
                    + alert.text("key_name"));
    return notice(alert.text("message")) + fix;
  }

  private static String notice(String line) {
    return Printable.line(line) + "\n";
  }
}
