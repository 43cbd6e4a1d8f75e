package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Shows a search what is there for a moment only: the command line of every process, and the files
/// of some folders. Looks every 50 ms until it is closed.
public final class MarkerWatch implements AutoCloseable {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration HANG = Duration.ofMinutes(1);

  private final MarkerSearch search;
  private final List<Path> folders;
  private final Set<List<Object>> seen = new HashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("marker-watch").unstarted(task));
  private long rounds;
  private @Nullable RuntimeException failure;

  /// @param folders of temporary files
  public MarkerWatch(MarkerSearch search, List<Path> folders) {
    this.search = search;
    this.folders = folders;
    var _ = clock.scheduleAtFixedRate(this::look, 0, PAUSE.toMillis(), MILLISECONDS);
  }

  private void look() {
    RuntimeException failed = null;
    try {
      commandLines();
      folders.forEach(this::files);
    } catch (RuntimeException e) {
      failed = e;
    }
    synchronized (this) {
      rounds++;
      failure = failure == null ? failed : failure;
      notifyAll();
    }
  }

  /// Waits until everything that is there now has been looked at.
  public synchronized void awaitRound() {
    long wanted = rounds + 2; // one may be under way
    long deadline = System.nanoTime() + HANG.toNanos();
    try {
      while (rounds < wanted) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("the watch has stopped");
        }
        wait(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    if (failure != null) {
      throw new AssertionError("the watch has failed", failure);
    }
  }

  private void commandLines() {
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(PROCESSES, one -> one.getFileName().toString().matches("\\d+"))) {
      for (Path process : processes) {
        commandLine(process.resolve("cmdline"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commandLine(Path file) {
    try {
      byte[] words = Files.readAllBytes(file);
      for (int i = 0; i < words.length; i++) {
        words[i] = words[i] == 0 ? (byte) '\n' : words[i]; // it is text, for all markers
      }
      if (seen.add(List.of(new String(words, ISO_8859_1)))) {
        search.bytes(MarkerPlace.COMMAND_LINES, words);
      }
    } catch (IOException _) {
      // the process has ended
    }
  }

  private void files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(this::fileOnce);
    } catch (IOException | UncheckedIOException _) {
      // something was removed meanwhile; the next round looks again
    }
  }

  private void fileOnce(Path file) {
    try {
      var about = Files.readAttributes(file, BasicFileAttributes.class);
      if (seen.add(List.of(file, about.size(), about.lastModifiedTime()))) {
        search.file(MarkerPlace.TEMPORARY_FILES, file);
      }
    } catch (IOException _) {
      // removed meanwhile
    }
  }

  /// Looks once more, and ends.
  @Override
  public void close() {
    try {
      awaitRound();
    } finally {
      clock.shutdownNow();
    }
  }
}
