package dev.claviger.cli.demo;

import dev.claviger.cli.frame.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A child process whose lines are shown while they come.
final class ShownProcess {
  /// Against hanging for ever; everything here takes a second or two.
  private static final long PATIENCE_SECONDS = 60;

  private static final long SECONDS_TO_END = 10;

  private final Process process;
  private final InputStream shown;
  private final String label;
  private final PrintStream out;
  private final List<String> lines = new ArrayList<>();
  private final Object lock = new Object();
  private final Thread reader;
  private boolean ended;

  /// @param shown what it says
  /// @param label stands before each line
  ShownProcess(Process process, InputStream shown, String label, PrintStream out) {
    this.process = process;
    this.shown = shown;
    this.label = label;
    this.out = out;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (var reader = new BufferedReader(new InputStreamReader(shown, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (out) {
          out.println(label + line);
          out.flush();
        }
        synchronized (lock) {
          lines.add(line);
          lock.notifyAll();
        }
      }
    } catch (IOException _) {
      // The process was ended.
    }
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  /// The first line of a kind, as soon as it is there.
  ///
  /// @throws CommandFailure if the process ends without it
  String awaitLine(Predicate<String> wanted) {
    try {
      return found(wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("the demo was interrupted", null);
    }
  }

  private String found(Predicate<String> wanted) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lock) {
      Optional<String> found = lines.stream().filter(wanted).findFirst();
      while (found.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0 || ended) {
          throw CommandFailure.failed("the demo did not go on as it should", null);
        }
        lock.wait(left);
        found = lines.stream().filter(wanted).findFirst();
      }
      return found.get();
    }
  }

  /// Waits for the end.
  ///
  /// @throws CommandFailure if it failed
  void awaitSuccess() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw CommandFailure.failed("a command of the demo did not end", null);
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("the demo was interrupted", null);
    }
    if (process.exitValue() != 0) {
      throw CommandFailure.failed(
          "a command of the demo failed with exit code " + process.exitValue(), null);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Waits until the process ends by itself.
  void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it, kindly at first.
  void end() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
