package dev.claviger.cli.frame;

import java.util.List;

/// How a command ends, for scripts. The same in every command; `claviger help exit-codes` prints
/// [#MEANINGS].
public final class ExitCodes {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int SIGNED_OUT = 4;
  public static final int DENIED = 5;
  public static final int CHANGED = 7;
  public static final int UNREACHABLE = 8;
  public static final int WRONG = 9;
  public static final int SETTING = 78;
  public static final int CANNOT_EXECUTE = 126;
  public static final int NO_SUCH_PROGRAM = 127;
  public static final int INTERRUPTED = 130;

  /// One line for each code.
  public static final List<String> MEANINGS =
      List.of(
          "  0  done",
          "  1  failed, for another reason than the ones below",
          "  2  wrong use, or a question was needed and there is no terminal",
          "  3  not found",
          "  4  not signed in, or the session has ended",
          "  5  denied",
          "  7  changed by someone else meanwhile",
          "  8  the server cannot be reached, or is sealed",
          "  9  audit verify: the log is not what was written",
          " 78  the master key or another setting of the server is missing or malformed",
          "126  run: the program cannot be executed",
          "127  run: there is no such program",
          "130  ended by Ctrl-C (128 and the number of the signal)",
          "",
          "Once claviger run has started its program, the program's code is the code.");

  private ExitCodes() {}

  /// The code for a refusal of the server.
  ///
  /// @param code the server's stable word, such as `not_found`
  public static int of(String code) {
    return switch (code) {
      case "invalid_input", "too_large", "unsupported_media_type", "method_not_allowed" -> USAGE;
      case "not_found", "not_available" -> NOT_FOUND;
      case "unauthenticated" -> SIGNED_OUT;
      case "access_denied", "wrong_plane", "not_disclosed", "disabled", "expired" -> DENIED;
      case "changed_meanwhile" -> CHANGED;
      case "sealed", "unreachable" -> UNREACHABLE;
      default -> FAILED;
    };
  }
}
