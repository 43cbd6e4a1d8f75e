package dev.claviger.cli.key;

import dev.claviger.cli.rest.Json;
import java.time.Duration;
import java.util.Locale;

/// How far a rotation is, as people are shown it.
record RotationProgress(long done, long total) {
  private static final int CELLS = 19;

  static RotationProgress of(Json progress) {
    return new RotationProgress(progress.number("done"), progress.number("total"));
  }

  /// Such as `7 820 / 10 000`.
  String counts() {
    return grouped(done) + " / " + grouped(total);
  }

  /// Such as `Re-encrypting  ███████████████░░░░  7 820 / 10 000  12 s left   (reads go on)`.
  ///
  /// @param doing what is done, such as `Re-encrypting`
  /// @param begun how much was done when one began to look
  /// @param since how long ago that was
  String line(String doing, long begun, Duration since) {
    return doing + "  " + bar() + "  " + counts() + left(begun, since) + "   (reads go on)";
  }

  private String bar() {
    int full = total == 0 ? 0 : (int) (CELLS * done / total);
    return "█".repeat(full) + "░".repeat(CELLS - full);
  }

  private String left(long begun, Duration since) {
    long moved = done - begun;
    if (moved <= 0) {
      return "";
    }
    long seconds = Math.ceilDiv(since.toMillis() * (total - done), moved * 1_000);
    return "  " + (seconds < 120 ? seconds + " s" : Math.ceilDiv(seconds, 60) + " min") + " left";
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}
