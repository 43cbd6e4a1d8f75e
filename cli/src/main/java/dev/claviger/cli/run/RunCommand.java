package dev.claviger.cli.run;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.ScopeChoice;
import dev.claviger.cli.session.Session;
import dev.claviger.cli.session.TokenKind;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger run [SCOPE…] -- COMMAND…`: starts a program with its secrets.
public final class RunCommand implements Command {
  private static final String END_OF_OURS = "--";
  private static final String FILES = "--files";

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
              "run",
              "[SCOPE...] -- COMMAND [ARGUMENT...]",
              "Run a program with the secrets of some scopes in its environment; later scopes win.",
              "Its exit code is ours.")
          .footer(
              "claviger run payments/production -- ./server",
              "claviger run --on-change signal:USR1 -- python3 agent.py");
  private final Syntax.Text mask =
      syntax.text(
          "WHEN",
          "auto, always or never: whether values are replaced in its output. auto does it for"
              + " agents, and for people where CI is set.",
          "--mask");
  private final Syntax.Text onChange =
      syntax.text(
          "WHAT",
          "What happens on a new version: none (default), signal:USR1, restart or exec:COMMAND.",
          "--on-change");
  private final Syntax.Text patience =
      syntax.text(
          "TIME",
          "How long it may take to end for a restart before it is killed, such as 30s; else 10s.",
          "--restart-timeout");
  private final Syntax.Text files =
      syntax.text(
          "FOLDER",
          "Values come as files, and NAME_FILE names each: in a private folder in memory, or in"
              + " FOLDER with --files=FOLDER.",
          FILES);
  private final VariableOptions variables = new VariableOptions(syntax);
  private final Syntax.Words operands = syntax.words("SCOPE", "0..*");
  private @Nullable List<String> program;

  /// In these surroundings.
  public RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public String[] ownArguments(String[] arguments) {
    int end = Arrays.asList(arguments).indexOf(END_OF_OURS);
    if (end < 0) {
      return arguments;
    }
    program = List.of(arguments).subList(end + 1, arguments.length);
    String[] own = Arrays.copyOf(arguments, end);
    for (int i = 0; i < end; i++) { // its folder is optional, and not the word after it
      own[i] = own[i].equals(FILES) ? FILES + "=" : own[i];
    }
    return own;
  }

  @Override
  public int run() throws IOException {
    if (program == null || program.isEmpty()) {
      throw CommandFailure.usage(
          "missing: -- COMMAND", "such as: claviger run payments/production -- ./server");
    }
    MaskMode maskMode = MaskMode.parse(mask.or("auto"));
    OnChange reaction =
        OnChange.parse(
            onChange.or("none"),
            patience.isSet() ? OnChange.parsePatience(patience.or("")) : OnChange.PATIENCE);
    OwnProcess own = OwnProcess.asStarted(); // before the first connection
    OwnProcess.hide();
    try (Session session = Session.open(surroundings)) {
      boolean agent = TokenKind.of(session.credentials().token()) == TokenKind.ONE_SCOPE;
      var request =
          new RunRequest(
              scopes(session), program, maskMode, reaction, variables.given(), place(), agent);
      return new Runner(session.service(), own, surroundings.stderr()).run(request);
    }
  }

  private @Nullable FilePlace place() {
    if (!files.isSet()) {
      return null;
    }
    String folder = files.or("");
    return new FilePlace(folder.isEmpty() ? null : surroundings.file(folder));
  }

  private List<Scope> scopes(Session session) throws IOException {
    if (!operands.values().isEmpty()) {
      return operands.values().stream().map(Scope::parse).toList();
    }
    Scope implied = ScopeChoice.of(surroundings, session, List.of()).scope();
    return implied == null ? List.of() : List.of(implied);
  }
}
