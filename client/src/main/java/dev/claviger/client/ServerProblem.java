package dev.claviger.client;

import java.util.Objects;

/// The server understood the call and refused or failed it.
public final class ServerProblem extends RuntimeException {
  /// The code of an answer that no Claviger server gives.
  public static final String UNEXPECTED_ANSWER = "unexpected_answer";

  private static final long serialVersionUID = 1;
  private static final int MAX_MESSAGE = 1000;

  private final String code;
  private final int httpStatus;
  private final String requestId;

  /// @param code such as `not_found`
  /// @param message shortened to 1,000 characters; control characters become spaces, because it
  ///     ends on a terminal
  /// @param requestId what the audit log calls this call, or empty
  public ServerProblem(String code, int httpStatus, String message, String requestId) {
    super(printable(message));
    this.code = printable(code);
    this.httpStatus = httpStatus;
    this.requestId = printable(requestId);
  }

  static ServerProblem unexpected(ServerAddress address, String what) {
    return new ServerProblem(
        UNEXPECTED_ANSWER, 0, address + " does not answer like a service plane: " + what, "");
  }

  /// The stable word for programs, such as `not_found` or `access_denied`.
  public String code() {
    return code;
  }

  /// The HTTP status of the answer; 200 where a stream ended with a problem, 0 where unknown.
  public int httpStatus() {
    return httpStatus;
  }

  /// What the audit log calls this call, or empty.
  public String requestId() {
    return requestId;
  }

  /// For people: what is wrong, in the server's words.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE);
  }
}
