package dev.claviger.server.rest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.server.config.TimeSpans;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Times as RFC 3339 in UTC with milliseconds.
final class Times {
  private static final String SHAPE = "0000-00-00T00:00:00.000Z";
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Times() {}

  static String of(Instant time) {
    LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
    byte[] text = SHAPE.getBytes(US_ASCII); // a formatter costs more than reading the secret
    digits(text, 3, utc.getYear());
    digits(text, 6, utc.getMonthValue());
    digits(text, 9, utc.getDayOfMonth());
    digits(text, 12, utc.getHour());
    digits(text, 15, utc.getMinute());
    digits(text, 18, utc.getSecond());
    digits(text, 22, time.getNano() / 1_000_000);
    return new String(text, US_ASCII);
  }

  /// Writes `number` so that its last digit stands at `last`.
  private static void digits(byte[] text, int last, int number) {
    int at = last;
    for (int left = number; left > 0; left /= 10) {
      text[at--] = (byte) ('0' + left % 10);
    }
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
