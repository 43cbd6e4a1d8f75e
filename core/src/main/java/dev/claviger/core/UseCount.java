package dev.claviger.core;

import dev.claviger.core.UseReader.Tally;
import dev.claviger.core.audit.Writer;
import java.time.Duration;

/// Counts the use of secrets behind the entries: which secrets a call about several was about, at
/// once, and how often each was handed out, every half minute. One thread only.
///
/// The database holds up to which entry it has counted, so nothing is counted twice or missed,
/// however the server ends.
final class UseCount {
  private static final long WINDOW = 10_000;
  private static final int MAX_ROWS = 200; // other commits wait meanwhile
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Database database;
  private final Pipeline pipeline;
  private final Writer own;
  private boolean formerChainsDone;
  private long window = WINDOW; // entries about MAX_ROWS secrets, by what was last seen
  private long countedAtNanos = System.nanoTime() - PAUSE.toNanos();

  /// @param own the chain of this boot; former ones are counted to their ends once
  UseCount(Database database, Pipeline pipeline, Writer own) {
    this.database = database;
    this.pipeline = pipeline;
    this.own = own;
  }

  /// A tally, and whether more entries may follow it.
  private record Next(Tally tally, boolean more) {}

  /// Counts what is due.
  ///
  /// @param all whatever is there, without a pause
  void run(boolean all) {
    if (!formerChainsDone) {
      database
          .read(stores -> stores.audit().heads())
          .forEach(head -> count(head.last().entry().writer(), true));
      formerChainsDone = true;
    }
    boolean due = all || System.nanoTime() - countedAtNanos >= PAUSE.toNanos();
    count(own, due);
    if (due) {
      countedAtNanos = System.nanoTime();
    }
  }

  /// @param due whether single reads are to be counted even if there is nothing else
  private void count(Writer writer, boolean due) {
    Next next = next(writer);
    while (next.more() || !next.tally().pairs().isEmpty() || (due && next.tally().rows() > 0)) {
      Tally tally = next.tally();
      pipeline.runApart(writing -> writing.uses().add(tally));
      next = next(writer);
    }
  }

  /// The next entries, as many as are about [#MAX_ROWS] secrets; at least one, if there is one.
  private Next next(Writer writer) {
    return database.read(
        stores -> {
          long after = stores.uses().counted(writer);
          Tally tally = stores.uses().tally(writer, after, window);
          while (tally.rows() > MAX_ROWS && window > 1) {
            window /= 2;
            tally = stores.uses().tally(writer, after, window);
          }
          boolean more = tally.until() - after >= window;
          if (4 * tally.rows() < MAX_ROWS) {
            window = Math.min(WINDOW, 2 * window);
          }
          return new Next(tally, more);
        });
  }
}
