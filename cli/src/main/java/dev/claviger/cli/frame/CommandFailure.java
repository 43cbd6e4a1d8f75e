package dev.claviger.cli.frame;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Why a command could not be done, for the person who typed it.
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String code;
  private final @Nullable String hint;

  /// @param code a stable word for programs
  /// @param message never holds a value or a token
  /// @param hint what to do next, naming only commands that exist; or null
  public CommandFailure(int exitCode, String code, String message, @Nullable String hint) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = hint;
  }

  /// The command was written wrongly.
  public static CommandFailure usage(String message, @Nullable String hint) {
    return new CommandFailure(ExitCodes.USAGE, "usage", message, hint);
  }

  /// Something on this machine is in the way.
  public static CommandFailure failed(String message, @Nullable String hint) {
    return new CommandFailure(ExitCodes.FAILED, "failed", message, hint);
  }

  /// A question would have to be asked, and there is nobody to ask.
  ///
  /// @param instead such as `--yes`
  public static CommandFailure noTerminal(String question, String instead) {
    return usage("there is no terminal to ask for " + question, "use " + instead);
  }

  /// No credential is known here.
  public static CommandFailure signedOut(String message) {
    return new CommandFailure(
        ExitCodes.SIGNED_OUT, "unauthenticated", message, "sign in with: claviger login");
  }

  /// A credential that was given proves nobody.
  public static CommandFailure refused(String message, String hint) {
    return new CommandFailure(ExitCodes.SIGNED_OUT, "unauthenticated", message, hint);
  }

  /// One of [ExitCodes].
  public int exitCode() {
    return exitCode;
  }

  /// A stable word for programs, such as `usage`.
  public String code() {
    return code;
  }

  /// What to do next, or null.
  public @Nullable String hint() {
    return hint;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
