package dev.claviger.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds a program as `execvp` does: by trying each folder of `PATH`.
///
/// Trying is the only check that cannot be wrong, and works on bytes.
final class ProgramSearch {
  private static final String DEFAULT_PATH = "/usr/local/bin:/bin:/usr/bin";
  private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);

  /// One try.
  interface Attempt {
    /// Returns 0, or a negative error number. A try that replaces this process does not return.
    int start(byte[] file, List<byte[]> arguments);
  }

  private ProgramSearch() {}

  /// Tries until one works.
  ///
  /// @throws CannotStart if none does
  static void start(List<byte[]> command, ChildEnvironment environment, Attempt attempt) {
    String word = new String(command.getFirst(), StandardCharsets.ISO_8859_1);
    int failure = -Libc.ENOENT;
    for (byte[] file : candidates(word, environment.text("PATH", DEFAULT_PATH))) {
      int result = attempt.start(file, command);
      if (result == -Libc.ENOEXEC) { // a script without `#!`, which shells run too
        result = attempt.start(SHELL, script(file, command));
      }
      switch (-result) {
        case 0 -> {
          return;
        }
        case Libc.ENOENT, Libc.ENOTDIR -> {}
        case Libc.EACCES -> failure = result; // another folder may have one that can be run
        default -> throw new CannotStart(word, -result);
      }
    }
    throw new CannotStart(word, -failure);
  }

  private static List<byte[]> candidates(String word, String path) {
    if (word.isEmpty()) {
      return List.of();
    }
    if (word.contains("/")) {
      return List.of(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    var files = new ArrayList<byte[]>();
    for (String folder : path.split(":", -1)) {
      String file = folder.isEmpty() ? "./" + word : folder + "/" + word;
      files.add(file.getBytes(StandardCharsets.ISO_8859_1));
    }
    return files;
  }

  private static List<byte[]> script(byte[] file, List<byte[]> command) {
    var arguments = new ArrayList<byte[]>(List.of(SHELL, file));
    arguments.addAll(command.subList(1, command.size()));
    return arguments;
  }
}
