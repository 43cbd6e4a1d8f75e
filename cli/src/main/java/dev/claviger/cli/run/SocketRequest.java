package dev.claviger.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 request as small clients send it (RFC 9112): no body, or one of a stated length.
record SocketRequest(String method, String path, String body) {
  static final int MAX_HEAD = 8 * 1024;
  static final int MAX_BODY = 1024;

  /// A request that gets an error status.
  static final class Bad extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Bad(int status) {
      super("HTTP status " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /// Null where the client went away without asking.
  static @Nullable SocketRequest read(InputStream in) throws IOException, Bad {
    String head = head(in);
    if (head.isEmpty()) {
      return null;
    }
    String[] lines = head.split("\r?\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new Bad(400);
    }
    int length = bodyLength(lines);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new Bad(400);
    }
    return new SocketRequest(words[0], words[1], new String(body, StandardCharsets.UTF_8));
  }

  private static String head(InputStream in) throws IOException, Bad {
    var head = new ByteArrayOutputStream();
    int lineFeeds = 0; // in a row, carriage returns aside
    while (lineFeeds < 2) {
      int next = in.read();
      if (next < 0) {
        if (head.size() == 0) {
          return "";
        }
        throw new Bad(400);
      }
      head.write(next);
      if (head.size() > MAX_HEAD) {
        throw new Bad(431);
      }
      if (next != '\r') {
        lineFeeds = next == '\n' ? lineFeeds + 1 : 0;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int bodyLength(String[] lines) throws Bad {
    int length = 0;
    for (String line : lines) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("transfer-encoding:")) {
        throw new Bad(411);
      }
      if (header.startsWith("content-length:")) {
        length = number(header.substring("content-length:".length()).strip());
      }
    }
    if (length > MAX_BODY) {
      throw new Bad(413);
    }
    return length;
  }

  private static int number(String text) throws Bad {
    if (!text.matches("[0-9]{1,9}")) {
      throw new Bad(400);
    }
    return Integer.parseInt(text);
  }
}
