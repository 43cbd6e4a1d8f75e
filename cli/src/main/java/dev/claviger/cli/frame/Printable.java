package dev.claviger.cli.frame;

/// Makes text from elsewhere safe to print: a name or a user agent must not move the cursor, colour
/// the screen or turn the reading direction.
public final class Printable {
  private Printable() {}

  /// The text in one line; what a terminal would obey is written as `\u001b`.
  public static String line(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isObeyed(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  /// Whether a terminal would do something at this character instead of showing it.
  public static boolean isObeyed(char c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x200b && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2060 && c <= 0x206f)
        || c == 0xfeff;
  }

  private static String escaped(String text) {
    var printable = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t') {
        printable.append(' ');
      } else if (isObeyed(c)) {
        printable.append(String.format("\\u%04x", (int) c));
      } else {
        printable.append(c);
      }
    }
    return printable.toString();
  }
}
