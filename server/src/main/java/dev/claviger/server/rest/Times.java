package dev.claviger.server.rest;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.config.TimeSpans;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Times as RFC 3339 in UTC with milliseconds.
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Times() {}

  static String of(Instant time) {
    return FORMAT.format(time);
  }

  static @Nullable String orNull(@Nullable Instant time) {
    return time == null ? null : of(time);
  }

  /// Parses a time with any offset; what is below a millisecond is cut off.
  static Instant parse(String field, String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
      if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
        throw new InvalidInput(field, "must be from 1970 to 9999");
      }
      return time;
    } catch (DateTimeException _) { // its message holds the text
      throw new InvalidInput(field, "must be a time such as 2027-01-31T09:00:00Z");
    }
  }

  static Duration span(String field, String text) {
    try {
      return TimeSpans.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(field, String.valueOf(e.getMessage()));
    }
  }
}
