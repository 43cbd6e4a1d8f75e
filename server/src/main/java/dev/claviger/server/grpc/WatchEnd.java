package dev.claviger.server.grpc;

import java.util.concurrent.CancellationException;

/// Ends the wait of a watch from another thread, and nothing but its wait: an interrupt during a
/// write would close the connection under all other calls on it.
final class WatchEnd {
  private final Thread watcher = Thread.currentThread();
  private boolean waiting; // guarded by `this`
  private boolean ended; // guarded by `this`

  /// What a watch does while it waits.
  interface Wait {
    boolean run() throws InterruptedException;
  }

  /// Ends the wait that runs, or else the next one.
  synchronized void end() {
    ended = true;
    if (waiting) {
      watcher.interrupt();
    }
  }

  /// Runs `wait` on the watch's thread.
  ///
  /// @throws CancellationException if the watch was ended, or the server stops
  boolean during(Wait wait) {
    begin();
    try {
      return wait.run();
    } catch (InterruptedException _) {
      throw cancelled();
    } catch (RuntimeException e) {
      throw hasEnded() ? cancelled() : e; // an interrupted look at the database fails somehow
    } finally {
      waited();
    }
  }

  private synchronized void begin() {
    if (ended) {
      throw cancelled();
    }
    waiting = true;
  }

  private synchronized void waited() {
    waiting = false;
    if (ended) {
      var _ = Thread.interrupted(); // it was for the wait
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  private static CancellationException cancelled() {
    return new CancellationException("the watch was ended");
  }
}
