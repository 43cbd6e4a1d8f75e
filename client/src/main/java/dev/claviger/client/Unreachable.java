package dev.claviger.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/// No answer, or one that ended too early. The call may or may not have reached the server.
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param cause what the network said
  public Unreachable(ServerAddress address, IOException cause) {
    super(address + " " + reason(cause), cause);
  }

  /// For people: which address, and what happened.
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case SSLException _ ->
          "has no certificate that is trusted here ("
              + cause.getMessage()
              + "); name its CA with: claviger login --ca-file FILE, or CLAVIGER_CA_FILE";
      case UnknownHostException _ -> "is not known: no such host";
      case SocketTimeoutException _ -> "did not answer in time";
      case EOFException _ -> "ended the connection";
      default -> "did not answer: " + cause.getMessage();
    };
  }
}
