package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `.claviger.toml` of a project's folder: its default scope, safe to commit.
///
/// The part of TOML that it needs: lines `scope = "SPACE/ENVIRONMENT"`, comments and empty lines.
public record ProjectFile(Path path, Scope scope) {
  public static final String NAME = ".claviger.toml";

  static final int MAX_BYTES = 64 * 1024;

  private static final Pattern LINE =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|'([^']*)')\\s*(?:#.*)?");

  /// The nearest one, in this folder or above.
  ///
  /// @throws CommandFailure if it cannot be understood
  public static Optional<ProjectFile> find(Path folder) throws IOException {
    for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      Path file = at.resolve(NAME);
      if (Files.isRegularFile(file)) {
        return Optional.of(new ProjectFile(file, read(file)));
      }
    }
    return Optional.empty();
  }

  private static Scope read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw CommandFailure.failed(file + " is larger than 64 KiB", null);
    }
    List<String> lines = Files.readString(file).lines().toList();
    Scope scope = null;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || !matcher.group(1).equals("scope")) {
        throw wrong(file, i + 1, "only scope = \"SPACE/ENVIRONMENT\" stands in this file");
      }
      if (scope != null) {
        throw wrong(file, i + 1, "scope stands there twice");
      }
      String text = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      try {
        scope = Scope.parse(text);
      } catch (InvalidInput e) {
        throw wrong(file, i + 1, e.getMessage());
      }
    }
    if (scope == null) {
      throw CommandFailure.failed(
          file + " names no scope", "write into it: scope = \"SPACE/ENVIRONMENT\"");
    }
    return scope;
  }

  private static CommandFailure wrong(Path file, int line, String what) {
    return CommandFailure.failed(file + " line " + line + ": " + what, null);
  }
}
