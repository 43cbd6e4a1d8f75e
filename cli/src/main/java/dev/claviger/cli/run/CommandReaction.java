package dev.claviger.cli.run;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs a command after each change, one at a time.
final class CommandReaction implements Reaction {
  private final Function<Child, Child> command;
  private final Notices notices;
  private final PendingChange change = new PendingChange();
  private volatile @Nullable Thread thread;

  /// @param command starts it, for a program that runs
  CommandReaction(Function<Child, Child> command, Notices notices) {
    this.command = command;
    this.notices = notices;
  }

  @Override
  public void begin(Child program) {
    thread = Thread.ofPlatform().daemon().name("command").start(() -> work(program));
  }

  @Override
  public void changed() {
    change.set();
  }

  private void work(Child program) {
    try {
      while (true) {
        change.await();
        change.take();
        run(program);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Child program) {
    try {
      int exitCode = command.apply(program).waitFor().exitCode();
      if (exitCode != 0) {
        notices.say("the command of --on-change ended with " + exitCode);
      }
    } catch (CannotStart | RefusedEnvironment e) {
      notices.say("the command of --on-change was not run: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
