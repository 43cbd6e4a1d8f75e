package dev.claviger.core;

import dev.claviger.core.Operation.ServerEvent;
import dev.claviger.core.Step.Answer;
import dev.claviger.core.audit.Note;
import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What became of rows that are not as this server left them: each is put on record once, said in
/// the log, and shown in the status until the next start. Thread-safe.
public final class RowWatch {
  /// What an entry of a refused row is called.
  public static final String REFUSED = "ROW_REFUSED";

  private static final System.Logger LOG = System.getLogger(RowWatch.class.getName());
  private static final int MAX_SHOWN = 1_000;

  private final List<RefusedRow> refused = new CopyOnWriteArrayList<>();
  private final List<RefusedRow> unrecorded = new ArrayList<>(); // guarded by itself
  private final SecureRandom random;

  RowWatch(SecureRandom random) {
    this.random = random;
  }

  /// Takes note of a row. Who finds it holds a connection, so the entry comes with [#record].
  void saw(RefusedRow row) {
    LOG.log(
        System.Logger.Level.ERROR,
        "a row was not written by this server and is refused: {0} ({1})",
        row,
        row.reason());
    if (refused.size() < MAX_SHOWN) {
      refused.add(row);
    }
    synchronized (unrecorded) {
      unrecorded.add(row);
    }
  }

  /// The rows that were refused since the start, at most 1,000.
  public List<RefusedRow> refused() {
    return List.copyOf(refused);
  }

  /// Puts on record what [#saw] was told.
  void record(Gate gate) {
    List<RefusedRow> found;
    synchronized (unrecorded) {
      found = List.copyOf(unrecorded);
      unrecorded.clear();
    }
    for (RefusedRow row : found) {
      gate.<Boolean>perform(
          Caller.server(Id.random(random)),
          new ServerEvent("row", REFUSED, Reach.EVERYWHERE, row.toString()),
          _ -> new Answer<>(true, Note.NONE.because(row.reason())));
    }
  }
}
