package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file system of a few megabytes, which can be filled, made read-only and broken. Needs root.
public final class SmallDisk implements AutoCloseable {
  private static final int PAGE = 4096;
  private static final Path KERNEL = Path.of("/sys/fs/ext4");

  private final Path folder;
  private final @Nullable Path image;

  private SmallDisk(Path folder, @Nullable Path image) {
    this.folder = folder;
    this.image = image;
  }

  /// A new one in memory.
  ///
  /// @param folder where it is mounted; is made
  public static SmallDisk inMemory(Path folder, int megabytes) {
    make(folder);
    command("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "small", folder);
    return new SmallDisk(folder, null);
  }

  /// A new one in a file beside `folder`, of a kind that [#immutable] and [#breakDown] work with.
  ///
  /// @param folder where it is mounted; is made
  public static SmallDisk inFile(Path folder, int megabytes) {
    make(folder);
    Path image = folder.resolveSibling("disk.image");
    try (var file = FileChannel.open(image, CREATE, WRITE)) {
      file.write(ByteBuffer.allocate(1), megabytes * 1024L * 1024L - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    command("mkfs.ext4", "-q", "-m", "0", image);
    var disk = new SmallDisk(folder, image);
    disk.mount();
    return disk;
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mount() {
    command("mount", "-o", "loop,errors=remount-ro", Objects.requireNonNull(image), folder);
  }

  /// What the kernel does when it meets an error: from now on nothing can be changed, whoever has
  /// opened what. Only [#repair] helps.
  public void breakDown() {
    String device = command("findmnt", "-n", "-o", "SOURCE", folder).strip();
    Path trigger = KERNEL.resolve(Path.of(device).getFileName()).resolve("trigger_fs_error");
    try {
      Files.writeString(trigger, "a test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Mounts it anew. Nobody may use it.
  public void repair() {
    command("umount", folder);
    mount();
  }

  /// Leaves not one byte.
  public void fill() {
    fill(0);
  }

  /// Leaves a number of pages of 4 KiB.
  public void fill(int left) {
    byte[] page = new byte[PAGE];
    long pages = 0;
    try (var filler = FileChannel.open(filler(), CREATE, WRITE, TRUNCATE_EXISTING)) {
      try {
        while (filler.write(ByteBuffer.wrap(page)) > 0) {
          pages++;
        }
      } catch (IOException full) {
        filler.truncate(Math.max(0, pages - left) * PAGE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return folder.resolve("filler");
  }

  /// Takes back what [#fill] took.
  public void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// From now on nothing can be changed. No file may be open for writing.
  public void makeReadOnly() {
    command("mount", "-o", "remount,ro", folder);
  }

  public void makeWritable() {
    command("mount", "-o", "remount,rw", folder);
  }

  /// Forbids or allows changes of one file, also by those who have opened it for writing already.
  public static void immutable(boolean yes, Path file) {
    command("chattr", yes ? "+i" : "-i", file);
  }

  private static String command(Object... words) {
    try {
      Process process =
          new ProcessBuilder(List.of(words).stream().map(String::valueOf).toList())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(words) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    command("umount", "--lazy", folder);
  }
}
