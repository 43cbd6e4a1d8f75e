package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Input;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.render.JsonText;
import dev.claviger.cli.rest.Answer;
import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.JsonReader;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.cli.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger api PATH`: any call of the REST contract, with your credential.
public final class ApiCall implements Command {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final int MAX_BODY = 8 * 1024 * 1024;

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "api",
              "PATH",
              "Call the REST API and print what it answers. PATH is relative to /api/v1 and may",
              "hold a query; with / in front it is relative to the server.")
          .footer(
              "claviger api spaces/default/secrets?environment=production",
              "claviger api spaces -m post -b '{\"name\":\"payments\"}'");
  private final Syntax.Text method =
      syntax.text("METHOD", "GET (default), POST, PUT, PATCH or DELETE.", "-m", "--method");
  private final Syntax.Text body =
      syntax.text("BODY", "JSON, @FILE, or - for standard input.", "-b", "--body");
  private final Syntax.Words operands = syntax.words("PATH", "1");

  /// In these surroundings.
  public ApiCall(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    String verb = method.or("GET").toUpperCase(Locale.ROOT);
    if (!METHODS.contains(verb)) {
      throw CommandFailure.usage("-m takes " + String.join(", ", METHODS), null);
    }
    String path = path(operands.only());
    try (Session session = Session.open(surroundings)) {
      byte[] sent = sent();
      try {
        print(session.management().call(verb, path, sent));
      } finally {
        if (sent != null) {
          Arrays.fill(sent, (byte) 0);
        }
      }
      return ExitCodes.OK;
    }
  }

  private static String path(String typed) {
    if (!typed.matches("[!-~]+") || typed.contains("#")) {
      throw CommandFailure.usage("PATH holds what must be escaped with %", null);
    }
    return typed.startsWith("/") ? typed : ManagementPlane.BASE + "/" + typed;
  }

  private byte @Nullable [] sent() throws IOException {
    String text = body.value();
    if (text == null) {
      return null;
    }
    if (text.equals("-")) {
      return Input.read(surroundings, "-", MAX_BODY);
    }
    return text.startsWith("@")
        ? Input.read(surroundings, text.substring(1), MAX_BODY)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  /// As it came, except on a terminal: there it is made readable and harmless.
  private void print(Answer answer) {
    if (!surroundings.terminal().shows()) {
      surroundings.stdout().write(answer.bytes(), 0, answer.bytes().length);
      return;
    }
    if (answer.bytes().length > 0) {
      surroundings.stdout().println(readable(answer));
    }
  }

  private static String readable(Answer answer) {
    try {
      return JsonText.of(JsonReader.read(answer.bytes()), true);
    } catch (JsonReader.Malformed _) {
      String text = new String(answer.bytes(), StandardCharsets.UTF_8);
      return JsonText.of(new Json.Text(text), true);
    }
  }
}
