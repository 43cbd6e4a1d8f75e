package dev.claviger.cli.run;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends a signal to a program that handles it, and waits until it does: the default action of most
/// signals would end it.
///
/// A program that has just started installs its handler some time later, and must not miss a change
/// that came before. Node.js handles USR1 from its start, by opening its debugger, so its handler
/// says nothing; it has to ask. The same holds where handlers cannot be seen.
final class SignalReaction implements Reaction {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration LOOK_AGAIN_LATER = Duration.ofMillis(500);
  private static final int LOOKS_BEFORE_HINT = 40; // two seconds: by then programs have started

  private final UnixSignal signal;
  private final Notices notices;
  private final PendingChange change = new PendingChange();
  private volatile boolean asked;
  private volatile @Nullable Thread thread;

  SignalReaction(UnixSignal signal, Notices notices) {
    this.signal = signal;
    this.notices = notices;
  }

  @Override
  public void begin(Child program) {
    var node = new NodeProgram(program.pid());
    thread = Thread.ofVirtual().name("signals").start(() -> work(program, node));
  }

  @Override
  public boolean handles(String name) {
    if (!name.equals(signal.name())) {
      return false;
    }
    asked = true;
    change.nudge();
    return true;
  }

  @Override
  public void changed() {
    change.set();
  }

  private void work(Child program, NodeProgram node) {
    try {
      boolean hinted = false;
      while (true) {
        change.await();
        for (int looks = 0; !ready(program, node); looks++) {
          if (looks == LOOKS_BEFORE_HINT && !hinted) {
            notices.say(hint(node));
            hinted = true;
          }
          change.pause(looks < LOOKS_BEFORE_HINT ? LOOK_AGAIN : LOOK_AGAIN_LATER);
        }
        change.take();
        program.signal(signal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ready(Child program, NodeProgram node) {
    if (asked) {
      return true;
    }
    Optional<ProcessStatus> status = ProcessStatus.of(program.pid());
    return status.isPresent() && status.get().catches(signal) && !mustAsk(node);
  }

  private boolean mustAsk(NodeProgram node) {
    return signal == UnixSignal.USR1 && node.isNode();
  }

  private String hint(NodeProgram node) {
    if (mustAsk(node)) {
      return "Node.js opens its debugger on USR1, so it was not sent; use --on-change=signal:USR2,"
          + " or let the program ask for it: PUT /v1/signal on CLAVIGER_SOCKET";
    }
    return "the program does not handle "
        + signal
        + ", so it was not told; it can still fetch the new value from CLAVIGER_SOCKET";
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
