package dev.claviger.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Time spans as people write them: a number and one of `s`, `m`, `h`, `d`.
public final class TimeSpans {
  /// No longer one is accepted, so that adding one to a time cannot overflow.
  public static final Duration MAX = Duration.ofDays(36_500);

  private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,9})([smhd])");

  private TimeSpans() {}

  /// Parses such as `90d`.
  ///
  /// @throws IllegalArgumentException if it is no time span, or longer than [#MAX]
  public static Duration parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a number and s, m, h or d, such as 90d");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration span =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        };
    if (span.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("must be at most " + MAX.toDays() + "d");
    }
    return span;
  }
}
