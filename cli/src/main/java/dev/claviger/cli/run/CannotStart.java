package dev.claviger.cli.run;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The program does not exist, or cannot be run.
final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int NOT_EXECUTABLE = 126; // as shells say it
  private static final int NOT_FOUND = 127;

  private final int exitCode;
  private final int errorNumber;

  /// @param word how the program was named, its bytes as ISO 8859-1
  CannotStart(String word, int errorNumber) {
    super(
        new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            + reason(errorNumber));
    this.errorNumber = errorNumber;
    this.exitCode = errorNumber == Libc.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
  }

  private static String reason(int errorNumber) {
    return switch (errorNumber) {
      case Libc.ENOENT -> ": no such program";
      case Libc.EACCES -> ": not executable";
      case Libc.E2BIG -> ": arguments and environment are longer than this system allows";
      default -> ": cannot be run (error " + errorNumber + ")";
    };
  }

  int errorNumber() {
    return errorNumber;
  }

  int exitCode() {
    return exitCode;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
