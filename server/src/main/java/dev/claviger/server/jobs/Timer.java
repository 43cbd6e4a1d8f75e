package dev.claviger.server.jobs;

import dev.claviger.core.KeyRotations;
import dev.claviger.core.Sweeps;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Calls what has to be called from time to time. What is due follows from the rows, so a job that
/// was missed or failed is made up for by its next run. All jobs of one timer share one thread.
public final class Timer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Timer.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());

  /// Starts the jobs that replace keys. They can take long, so they need a timer of their own.
  public void rotate(KeyRotations rotations) {
    every(Duration.ofHours(1), "retired keys", rotations::cleanUp);
    every(Duration.ofSeconds(1), "key rotation", rotations::advance);
  }

  /// Starts the sweeps of an open instance.
  public void sweep(Sweeps sweeps) {
    every(Duration.ofSeconds(1), "refusals", sweeps::summariseRefusals);
    every(Duration.ofMillis(500), "uses", sweeps::countUses);
    every(Duration.ofSeconds(1), "refused rows", sweeps::recordRefusedRows);
    every(Duration.ofHours(1), "rows", sweeps::checkRows);
    every(Duration.ofSeconds(10), "expiry", sweeps::watchExpiry);
    every(Duration.ofMinutes(1), "purge", sweeps::purge);
    every(Duration.ofHours(1), "repeats", sweeps::forgetRepeats);
  }

  /// Starts one job: now, and then with `pause` after each run.
  ///
  /// @param name for the log
  public void every(Duration pause, String name, Runnable job) {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> run(name, job), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void run(String name, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) { // else the executor would never call it again
      LOG.log(System.Logger.Level.WARNING, "the job " + name + " failed and will run again", e);
    }
  }

  /// Waits for the job that runs.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
