package dev.claviger.cli.run;

import java.util.ArrayList;
import java.util.List;
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
  private final List<UnixSignal> early = new ArrayList<>(); // they came before the program
  private @Nullable Child running;
  private boolean ended; // and not starting again yet
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
    List<UnixSignal> waiting;
    synchronized (lock) {
      running = child;
      waiting = List.copyOf(early);
      early.clear();
    }
    reaction.begin(child);
    waiting.forEach(child::signal);
  }

  /// Waits for the end of the program, and of everything that it has printed through the mask.
  ///
  /// @return how it ended; with restarts, the last one
  Ending await() {
    Ending ending = end();
    while (startsAgain()) {
      start();
      ending = end();
    }
    try {
      output.await();
    } catch (InterruptedException e) {
      // Whoever still writes is not ours to wait for any longer.
    }
    return ending;
  }

  private Ending end() {
    Ending ending = Objects.requireNonNull(running).waitFor();
    synchronized (lock) {
      running = null;
      ended = true;
    }
    return ending;
  }

  private boolean startsAgain() {
    try {
      boolean again = reaction.startsAgain();
      synchronized (lock) {
        ended = !again || stopping;
        return !ended;
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
      stopping |= ended || signal == UnixSignal.TERM;
      if (ended) {
        runner.interrupt();
        return;
      }
      child = running;
      if (child == null) {
        early.add(signal);
        return;
      }
    }
    boolean heard =
        signal == UnixSignal.INT
            && child.sharesTerminal()
            && SignalForwarding.terminalSignalsProgramToo();
    if (!heard) {
      child.signal(signal);
    }
  }
}
