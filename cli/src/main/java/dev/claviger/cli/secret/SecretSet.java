package dev.claviger.cli.secret;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.rest.RequestBody;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger secret set [SCOPE] NAME…`: stores values, each as a new version.
public final class SecretSet implements Command {
  private static final int MAX_FILE_BYTES = 4 * 1024 * 1024;

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "secret set",
              "[SCOPE] NAME... | [SCOPE] --from FILE",
              "Store values, each as a new version of its secret. A value comes from",
              "  NAME         a prompt that does not show it",
              "  NAME=-       standard input, byte for byte (also: NAME -)",
              "  NAME=@FILE   a file, byte for byte",
              "  NAME=VALUE   the command line, with a warning",
              "Several values are stored in one step: all of them or none.")
          .footer(DotenvFile.DIALECT);
  private final Syntax.Text from =
      syntax.text(
          "FILE",
          "Store all values of a .env file in one step, and print each name as new, same or"
              + " changed; - is standard input.",
          "--from");
  private final Syntax.Text encoding =
      syntax.text("ENCODING", "base64: what is read is base64 of the value.", "--encoding");
  private final Syntax.Text description =
      syntax.text("TEXT", "What it is for. Alone it leaves the value as it is.", "--description");
  private final Syntax.Text expiresAt =
      syntax.text("TIME", "When it expires, such as 2027-01-31T00:00:00Z.", "--expires-at");
  private final Syntax.Text expiredUse =
      syntax.text(
          "USE", "refuse or allow: whether an expired value is given out.", "--expired-use");
  private final Syntax.Text grace =
      syntax.text("TIME", "How long the former version still works, such as 7d.", "--grace");
  private final Syntax.Words operands = syntax.words("NAME", "0..*");

  /// In these surroundings.
  public SecretSet(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    try (Session session = Session.open(surroundings)) {
      var choice = ScopeChoice.of(surroundings, session, operands.values());
      requireSource(choice.operands());
      Scope scope = choice.named(session);
      String file = from.value();
      if (file != null) {
        storeFile(session.management(), scope, file);
      } else if (changesMetadataOnly(choice.operands())) {
        put(session.management(), scope, new SecretName(choice.operands().getFirst()), null);
      } else {
        store(session.management(), scope, choice.operands());
      }
      return ExitCodes.OK;
    }
  }

  private void requireSource(List<String> names) {
    if (from.isSet() != names.isEmpty()) {
      throw CommandFailure.usage(
          names.isEmpty() ? "missing: NAME" : "--from and NAME exclude each other",
          "see: claviger secret set --help");
    }
    if (hasMetadata() && (from.isSet() || names.size() > (names.contains("-") ? 2 : 1))) {
      throw CommandFailure.usage(
          "--description, --expires-at, --expired-use and --grace are for one NAME", null);
    }
    if (!encoding.or("base64").equals("base64")) {
      throw CommandFailure.usage("--encoding takes base64", null);
    }
  }

  private boolean hasMetadata() {
    return description.isSet() || expiresAt.isSet() || expiredUse.isSet() || grace.isSet();
  }

  private boolean changesMetadataOnly(List<String> names) {
    boolean metadata = description.isSet() || expiresAt.isSet() || expiredUse.isSet();
    return metadata && !grace.isSet() && names.size() == 1 && !names.getFirst().contains("=");
  }

  private void store(ManagementPlane plane, Scope scope, List<String> names) throws IOException {
    List<NewValue> values = new Assignments(surroundings, encoding.isSet()).read(names);
    try {
      if (values.size() == 1) {
        put(plane, scope, values.getFirst().name(), values.getFirst());
      } else {
        batch(plane, scope, values);
      }
    } finally {
      values.forEach(NewValue::close);
    }
  }

  private void put(ManagementPlane plane, Scope scope, SecretName name, @Nullable NewValue value) {
    try (var body = new RequestBody()) {
      if (value != null) {
        value.lend(body::value);
      }
      body.text("description", description.value())
          .text("expires_at", expiresAt.value())
          .text("expired_use", expiredUse.value())
          .text("grace", grace.value());
      Json stored = plane.put(SecretPaths.one(scope, name, ""), body);
      surroundings.stdout().println(name + " version " + stored.number("version") + " in " + scope);
      if (grace.isSet()) {
        new FormerVersion(surroundings, plane).tell(scope, name);
      }
    }
  }

  private void storeFile(ManagementPlane plane, Scope scope, String file) throws IOException {
    byte[] text = Input.read(surroundings, file, MAX_FILE_BYTES);
    try (DotenvFile parsed = DotenvFile.parse(file, text)) {
      if (parsed.values().isEmpty()) {
        throw CommandFailure.usage(file + " sets nothing", null);
      }
      batch(plane, scope, parsed.values());
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private void batch(ManagementPlane plane, Scope scope, List<NewValue> values) {
    try (var body = new RequestBody()) {
      body.openArray("secrets");
      for (NewValue each : values) {
        body.openElement().text("key_name", each.name().value());
        each.lend(body::value);
        body.closeElement();
      }
      body.closeArray();
      Json answer = plane.post(SecretPaths.batch(scope), body);
      BatchResult.print(surroundings, scope, answer);
    }
  }
}
