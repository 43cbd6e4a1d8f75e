package dev.claviger.cli.frame;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;

/// Secret bytes from where they may come from: never from an argument.
public final class Input {
  /// The largest value a secret may have.
  public static final int MAX_BYTES = 1024 * 1024;

  private Input() {}

  /// The whole of a file, or of standard input where `typed` is `-`. The caller wipes it.
  public static byte[] read(Surroundings surroundings, String typed, int maxBytes)
      throws IOException {
    if (typed.equals("-")) {
      return limited(surroundings.stdin(), "standard input", maxBytes);
    }
    try (InputStream in = Files.newInputStream(surroundings.file(typed))) {
      return limited(in, typed, maxBytes);
    }
  }

  /// A password, without the line break at its end. The caller wipes it.
  public static byte[] password(Surroundings surroundings, String typed) throws IOException {
    byte[] text = read(surroundings, typed, 4096);
    int end = text.length;
    if (end > 0 && text[end - 1] == '\n') {
      end--;
      if (end > 0 && text[end - 1] == '\r') {
        end--;
      }
    }
    byte[] password = Arrays.copyOf(text, end);
    Arrays.fill(text, (byte) 0);
    return password;
  }

  /// A new password, asked for twice. The caller wipes it.
  public static byte[] newPassword(Surroundings surroundings) throws IOException {
    Terminal terminal = surroundings.terminal();
    byte[] first = terminal.askHidden("New password (hidden, at least 16 characters): ");
    byte[] second = terminal.askHidden("The same again: ");
    boolean same = MessageDigest.isEqual(first, second);
    Arrays.fill(second, (byte) 0);
    if (!same) {
      Arrays.fill(first, (byte) 0);
      throw CommandFailure.failed("the two passwords differ; nothing was changed", null);
    }
    return first;
  }

  private static byte[] limited(InputStream in, String name, int maxBytes) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      Arrays.fill(bytes, (byte) 0);
      throw CommandFailure.usage(name + " holds more than " + maxBytes + " bytes", null);
    }
    return bytes;
  }
}
