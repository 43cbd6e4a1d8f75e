package dev.claviger.cli.render;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times for people, in their own time zone.
public final class Times {
  private Times() {}

  /// Such as `2026-11-25 09:41`; text that is no time stays as it is.
  public static String shown(String rfc3339) {
    return formatted(rfc3339, "uuuu-MM-dd HH:mm");
  }

  /// Such as `Nov 29 09:41`, for a moment that is near.
  public static String near(String rfc3339) {
    return formatted(rfc3339, "MMM d HH:mm");
  }

  private static String formatted(String rfc3339, String pattern) {
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
          .format(Instant.parse(rfc3339).atZone(ZoneId.systemDefault()));
    } catch (DateTimeException _) {
      return rfc3339;
    }
  }
}
