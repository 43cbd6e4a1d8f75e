package dev.claviger.cli.account;

import dev.claviger.cli.frame.Command;
import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Syntax;
import dev.claviger.cli.session.ProjectFile;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// `claviger init [SCOPE]`: prepares the folder of a project.
public final class Init implements Command {
  private static final String DEFAULT_SCOPE = "default/development";
  private static final List<String> COVERED = List.of(".env", "/.env", "*.env", ".env*", "/.env*");

  private final Surroundings surroundings;
  private final Syntax syntax =
      Syntax.of(
          "init",
          "[SCOPE]",
          "Write .claviger.toml with the scope of this project, default/development without",
          "SCOPE, and see to it that git ignores .env. The file is safe to commit.");
  private final Syntax.Words operands = syntax.words("SCOPE", "0..1");

  /// In these surroundings.
  public Init(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public CommandSpec spec() {
    return syntax.spec();
  }

  @Override
  public int run() throws IOException {
    Scope scope = Scope.parse(operands.values().isEmpty() ? DEFAULT_SCOPE : operands.only());
    writeProjectFile(scope);
    ignoreDotenv();
    return ExitCodes.OK;
  }

  private void writeProjectFile(Scope scope) throws IOException {
    Path file = surroundings.file(ProjectFile.NAME);
    if (Files.exists(file)) {
      Optional<Scope> there = ProjectFile.find(surroundings.folder()).map(found -> found.scope());
      if (there.isPresent() && !there.get().equals(scope)) {
        throw CommandFailure.failed(
            ProjectFile.NAME + " says " + there.get() + " already; nothing was changed",
            "edit its line scope, if it should say " + scope);
      }
      surroundings.say(ProjectFile.NAME + " is there already: scope " + scope);
      return;
    }
    Files.writeString(
        file,
        "# The scope that claviger takes in this folder. Safe to commit.\nscope = \""
            + scope
            + "\"\n",
        StandardOpenOption.CREATE_NEW);
    surroundings.say("wrote " + ProjectFile.NAME + ": scope " + scope);
  }

  private void ignoreDotenv() throws IOException {
    Path file = surroundings.file(".gitignore");
    String text = Files.exists(file) ? Files.readString(file) : "";
    if (text.lines().map(String::strip).anyMatch(COVERED::contains)) {
      surroundings.say(".gitignore covers .env already");
      return;
    }
    String start = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    Files.writeString(file, start + ".env\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    surroundings.say("added .env to .gitignore");
  }
}
