package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A token in a file or a variable.
public final class TokenText {
  private static final int MAX_BYTES = 4096;

  private TokenText() {}

  /// Reads a token from a file, without the blanks around it.
  public static SecretValue fromFile(Path file) throws IOException {
    byte[] text;
    try (var in = Files.newInputStream(file)) {
      text = in.readNBytes(MAX_BYTES + 1);
    }
    try {
      return checked(text, file.toString());
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// `CLAVIGER_TOKEN_FILE`, else `CLAVIGER_TOKEN`; empty where neither is set.
  public static Optional<SecretValue> fromEnvironment(Surroundings surroundings)
      throws IOException {
    String file = surroundings.variable("CLAVIGER_TOKEN_FILE");
    if (file != null && Files.exists(surroundings.file(file))) {
      return Optional.of(fromFile(surroundings.file(file)));
    }
    String token = surroundings.variable("CLAVIGER_TOKEN");
    if (token == null) {
      return Optional.empty();
    }
    return Optional.of(checked(token.getBytes(StandardCharsets.UTF_8), "CLAVIGER_TOKEN"));
  }

  private static SecretValue checked(byte[] text, String where) {
    int start = 0;
    int end = text.length;
    while (end > start && text[end - 1] <= ' ' && text[end - 1] >= 0) {
      end--;
    }
    while (start < end && text[start] <= ' ' && text[start] >= 0) {
      start++;
    }
    for (int i = start; i < end; i++) {
      if (text[i] <= ' ' || text[i] == 0x7f) {
        throw notToken(where);
      }
    }
    if (start == end || text.length > MAX_BYTES) {
      throw notToken(where);
    }
    byte[] token = Arrays.copyOfRange(text, start, end);
    try {
      return SecretValue.copyOf(token);
    } finally {
      Arrays.fill(token, (byte) 0);
    }
  }

  private static CommandFailure notToken(String where) {
    return CommandFailure.usage(where + " holds no token", null);
  }
}
