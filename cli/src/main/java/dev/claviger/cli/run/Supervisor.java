package dev.claviger.cli.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Stands beside a program from its start to its end, passes signals on, and starts it again where
/// the [Reaction] wants it.
final class Supervisor {
  private final Launch launch;
  private final Reaction reaction;
  private final Output output;
  private final Thread runner = Thread.currentThread();
  private final Object lock = new Object();
  private @Nullable Child running;
  private boolean stopping; // whatever the reaction wants

  /// For the thread that makes it and calls [#await].
  Supervisor(Launch launch, Reaction reaction, Output output) {
    this.launch = launch;
    this.reaction = reaction;
    this.output = output;
  }

  /// Starts the program.
  ///
  /// @throws CannotStart if it does not exist or cannot be run
  void start() {
    Child child = launch.program();
    synchronized (lock) {
      running = child;
    }
    reaction.begin(child);
  }

  /// Waits for the end of the program, and of everything that it has printed through the mask.
  ///
  /// @return its exit code; with restarts, that of the last one
  int await() {
    int exitCode = ended();
    while (startsAgain()) {
      start();
      exitCode = ended();
    }
    try {
      output.await();
    } catch (InterruptedException e) {
      // Whoever still writes is not ours to wait for any longer.
    }
    return exitCode;
  }

  private int ended() {
    int exitCode = Objects.requireNonNull(running).waitFor();
    synchronized (lock) {
      running = null;
    }
    return exitCode;
  }

  private boolean startsAgain() {
    try {
      boolean again = reaction.startsAgain();
      synchronized (lock) {
        return again && !stopping;
      }
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Passes a signal on that somebody has sent to us. Where the program has ended already, it is
  /// for us: we stop waiting.
  void pass(UnixSignal signal) {
    Child child;
    synchronized (lock) {
      child = running;
      if (child == null || signal == UnixSignal.TERM) {
        stopping = true;
      }
      if (child == null) {
        runner.interrupt();
        return;
      }
    }
    if (signal != UnixSignal.INT || !SignalForwarding.terminalSignalsProgramToo()) {
      child.signal(signal);
    }
  }
}
