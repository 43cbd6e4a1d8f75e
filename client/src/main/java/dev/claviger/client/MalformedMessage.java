package dev.claviger.client;

import java.io.IOException;
import java.util.Objects;

/// Bytes that are not the message they should be.
final class MalformedMessage extends IOException {
  private static final long serialVersionUID = 1;

  MalformedMessage(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
