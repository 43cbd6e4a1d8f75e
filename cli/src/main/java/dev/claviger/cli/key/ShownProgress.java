package dev.claviger.cli.key;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Progress on standard error: one line that is written over on a terminal, elsewhere a new one now
/// and then.
final class ShownProgress {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final String TO_START_OF_LINE = "\r\u001b[K";

  private final Surroundings surroundings;
  private final String doing;
  private final boolean inPlace;
  private final Instant since;
  private @Nullable RotationProgress first;
  private @Nullable Instant lastLine;

  ShownProgress(Surroundings surroundings, String doing) {
    this.surroundings = surroundings;
    this.doing = doing;
    this.inPlace = surroundings.terminal().tells();
    this.since = surroundings.clock().instant();
  }

  void show(RotationProgress progress) {
    if (first == null) {
      first = progress;
    }
    Instant now = surroundings.clock().instant();
    String line = progress.line(doing, first.done(), Duration.between(since, now));
    if (inPlace) {
      surroundings.stderr().print(TO_START_OF_LINE + line);
      surroundings.stderr().flush();
    } else if (lastLine == null || !now.isBefore(lastLine.plus(BETWEEN_LINES))) {
      lastLine = now;
      surroundings.stderr().println(line);
      surroundings.stderr().flush();
    }
  }

  void end() {
    if (inPlace) {
      surroundings.stderr().print(TO_START_OF_LINE);
      surroundings.stderr().flush();
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted; the rotation goes on", null);
    }
  }
}
