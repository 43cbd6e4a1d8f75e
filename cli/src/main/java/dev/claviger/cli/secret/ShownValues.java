package dev.claviger.cli.secret;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Printable;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.render.JsonFields;
import dev.claviger.cli.render.OutputOption;
import dev.claviger.cli.render.Table;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.session.Session;
import dev.claviger.client.FetchedSecret;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// Prints values on purpose. They become strings here, as what is on a screen cannot be wiped
/// anyway.
final class ShownValues {
  private static final Set<String> UNREADABLE = Set.of("disabled", "stub");

  private final Surroundings surroundings;
  private final Session session;
  private final OutputOption output;

  ShownValues(Surroundings surroundings, Session session, OutputOption output) {
    this.surroundings = surroundings;
    this.session = session;
    this.output = output;
  }

  /// @param secrets which ones, as the management plane describes them
  /// @param sure whether nobody is to be asked
  void print(Scope scope, List<Json> secrets, boolean sure) throws IOException {
    List<SecretName> names =
        secrets.stream()
            .filter(secret -> !UNREADABLE.contains(secret.text("state")))
            .map(secret -> new SecretName(secret.text("key_name")))
            .toList();
    if (!sure) {
      confirm(names.size());
    }
    List<FetchedSecret> fetched =
        names.isEmpty() ? List.of() : session.service().getSecrets(scope, names);
    try {
      print(scope, fetched);
    } finally {
      fetched.forEach(FetchedSecret::close);
    }
  }

  private void confirm(int count) throws IOException {
    if (!surroundings.terminal().answers()) {
      throw CommandFailure.noTerminal("leave to print values", "--yes");
    }
    String who = session.credentials().principal();
    surroundings.say(
        count
            + " values will be printed on this screen and written to the audit log as "
            + (who == null ? "you" : who));
    if (!surroundings.terminal().confirms("Show them?")) {
      throw CommandFailure.failed("nothing was shown", null);
    }
  }

  private void print(Scope scope, List<FetchedSecret> fetched) {
    var values = new JsonFields();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NAME", "VALUE", "VERSION"));
    for (FetchedSecret each : fetched) {
      Json value = shown(each.value());
      values.with(each.name().value(), value);
      String cell = value instanceof Json.Text(var text) ? text : "base64:" + value.text("value");
      rows.add(List.of(each.name().value(), Printable.line(cell), each.version().toString()));
    }
    Json data =
        new JsonFields()
            .with("status", "success")
            .with("scope", scope.toString())
            .with("secrets", values.build())
            .build();
    output.print(surroundings, data, () -> Table.lines(rows));
  }

  /// Text where it is text, else an object that says its encoding.
  private static Json shown(SecretValue value) {
    return value.reveal(
        bytes -> {
          try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new Json.Text(text.toString());
          } catch (CharacterCodingException _) {
            return new JsonFields()
                .with("value", Base64.getEncoder().encodeToString(bytes))
                .with("encoding", "base64")
                .build();
          }
        });
  }
}
