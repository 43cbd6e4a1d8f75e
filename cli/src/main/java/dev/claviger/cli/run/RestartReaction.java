package dev.claviger.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Ends the program, so that it is started again with the new values.
///
/// It gets TERM and some time, then KILL. When restarts follow each other, the pause before the
/// next start grows, so that values that change all the time, or a program that cannot live with
/// them, do not keep the machine busy.
final class RestartReaction implements Reaction {
  private static final Duration CALM = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final BooleanSupplier startable;
  private final Duration patience;
  private final PendingChange change = new PendingChange();
  private final GrowingPause pause;
  private final Object lock = new Object();
  private CountDownLatch ended = new CountDownLatch(1);
  private boolean ending;
  private long begunNanos;
  private Thread thread = Thread.currentThread();

  /// @param startable whether a start with the new values would not be refused
  /// @param patience from TERM to KILL
  RestartReaction(BooleanSupplier startable, Duration patience, RandomGenerator random) {
    this.startable = startable;
    this.patience = patience;
    this.pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE, random);
  }

  @Override
  public void begin(Child program) {
    synchronized (lock) {
      ending = false;
      ended = new CountDownLatch(1);
      begunNanos = System.nanoTime();
      CountDownLatch end = ended;
      thread = Thread.ofVirtual().name("restart").start(() -> work(program, end));
    }
  }

  @Override
  public void changed() {
    change.set();
  }

  private void work(Child program, CountDownLatch end) {
    try {
      do {
        change.await();
        change.take();
      } while (!startable.getAsBoolean());
      synchronized (lock) {
        ending = true;
      }
      program.signal(UnixSignal.TERM);
      if (!end.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        program.signal(UnixSignal.KILL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean startsAgain() throws InterruptedException {
    Duration wait;
    synchronized (lock) {
      ended.countDown();
      thread.interrupt();
      if (!ending) {
        return false;
      }
      if (System.nanoTime() - begunNanos > CALM.toNanos()) {
        pause.reset();
      }
      wait = pause.next();
    }
    Thread.sleep(wait);
    change.take(); // the start gets whatever has come meanwhile
    return true;
  }

  @Override
  public void close() {
    synchronized (lock) {
      thread.interrupt();
    }
  }
}
