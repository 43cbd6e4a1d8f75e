package dev.claviger.cli;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.render.JsonFields;
import dev.claviger.cli.render.JsonText;
import dev.claviger.cli.rest.Json;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// Tells on standard error why a command failed: lines for a person, a problem document where
/// `-o json` was asked for.
final class Failures {
  private final Surroundings surroundings;
  private final boolean asJson;

  Failures(Surroundings surroundings, String... arguments) {
    this.surroundings = surroundings;
    this.asJson = asksForJson(arguments);
  }

  /// Seen before the arguments are parsed, because they may be what is wrong.
  private static boolean asksForJson(String... arguments) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      boolean option = arguments[i].equals("-o") || arguments[i].equals("--output");
      if (option && i + 1 < arguments.length && arguments[i + 1].equals("json")) {
        return true;
      }
      if (arguments[i].equals("--output=json") || arguments[i].matches("-o=?json")) {
        return true;
      }
    }
    return false;
  }

  int tell(CommandFailure failure) {
    tell(failure.code(), 0, failure.getMessage(), failure.hint(), "");
    return failure.exitCode();
  }

  int tell(ServerProblem problem) {
    tell(
        problem.code(),
        problem.httpStatus(),
        problem.getMessage(),
        hint(problem),
        problem.requestId());
    return ExitCodes.of(problem.code());
  }

  private static @Nullable String hint(ServerProblem problem) {
    boolean said = problem.getMessage().contains("claviger ");
    return switch (problem.code()) {
      case "unauthenticated" -> said ? null : "sign in with: claviger login";
      case "wrong_plane" -> "such a token is good for: claviger secret get, claviger run";
      case "sealed" -> "start the server with the master key that made its database";
      default -> null;
    };
  }

  int tell(Unreachable problem) {
    tell("unreachable", 0, problem.getMessage(), null, "");
    return ExitCodes.UNREACHABLE;
  }

  int tell(IOException problem) {
    String message =
        switch (problem) {
          case NoSuchFileException missing -> "there is no file " + missing.getFile();
          case AccessDeniedException denied -> denied.getFile() + " may not be used by you";
          default -> String.valueOf(problem.getMessage());
        };
    return tell(CommandFailure.failed(message, null));
  }

  /// The message of an unforeseen exception could hold anything, so only its kind is shown.
  int tell(RuntimeException bug) {
    StackTraceElement[] trace = bug.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    return tell(
        CommandFailure.failed(
            "this is a mistake in claviger: " + bug.getClass().getSimpleName() + where, null));
  }

  private void tell(
      String code, int status, String message, @Nullable String hint, String requestId) {
    if (asJson) {
      surroundings
          .stderr()
          .println(JsonText.of(document(code, status, message, hint, requestId), false));
      return;
    }
    surroundings.say(message);
    if (hint != null) {
      surroundings.sayMore(hint);
    }
    if (!requestId.isEmpty()) {
      surroundings.sayMore("request " + requestId);
    }
  }

  private static Json document(
      String code, int status, String message, @Nullable String hint, String requestId) {
    var fields =
        new JsonFields()
            .with("type", "about:blank")
            .with("title", code.replace('_', ' '))
            .with("code", code)
            .with("detail", message);
    if (status > 0) {
      fields.with("status", new Json.Numeral(Integer.toString(status)));
    }
    if (hint != null) {
      fields.with("hint", hint);
    }
    if (!requestId.isEmpty()) {
      fields.with("request_id", requestId);
    }
    return fields.build();
  }
}
