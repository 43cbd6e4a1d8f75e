package dev.claviger.cli.run;

import dev.claviger.cli.frame.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder for the values of one run, open to this user only.
///
/// Everything in it is made and deleted relative to the open folder, never by a path, and each file
/// is a new one: whoever could put a link in the way would lead no value anywhere (SECURITY P-3).
/// A file in it is locked as long as we live, however we end, so a later run can tell what a
/// killed one has left behind. For one thread at a time.
final class FileFolder implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = mode("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> READ_ONLY = mode("r--------");
  private static final FileAttribute<Set<PosixFilePermission>> LOCKED = mode("rw-------");
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> NEW_OR_FORMER =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final Path LOCK = Path.of(".claviger-lock"); // no draft is called so
  private static final Duration BEING_MADE = Duration.ofMinutes(1);

  private final Path path;
  private final boolean made; // by us, so it goes with us
  private final SecureDirectoryStream<Path> open;
  private final Set<Path> files = new HashSet<>();
  private @Nullable FileChannel lock;

  private FileFolder(Path path, boolean made) throws IOException {
    this.path = path;
    this.made = made;
    this.open = opened(path);
    for (Path each : open) {
      files.add(each.getFileName());
    }
  }

  @SuppressWarnings("StreamResourceLeak") // it is closed with this
  private static SecureDirectoryStream<Path> opened(Path path) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(path);
    if (stream instanceof SecureDirectoryStream<Path> open) {
      return open;
    }
    stream.close();
    throw new IOException("this system cannot make files relative to an open folder");
  }

  /// Makes a new one, in memory where there is such a place, and removes those that killed runs
  /// have left behind.
  ///
  /// @param runtimeFolder `XDG_RUNTIME_DIR`, or empty
  /// @throws UncheckedIOException if there is no place for it
  static FileFolder create(String runtimeFolder) {
    String prefix = "claviger-files-" + Libc.call("getuid") + "-";
    var failure = new IOException("no folder can be made");
    for (Path parent : places(runtimeFolder)) {
      try {
        removeAbandoned(parent, prefix);
        var folder = new FileFolder(Files.createTempDirectory(parent, prefix, PRIVATE), true);
        if (folder.lock()) {
          return folder;
        }
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw new UncheckedIOException(failure);
  }

  private static List<Path> places(String runtimeFolder) {
    List<Path> all = SocketFolder.parents(runtimeFolder);
    var places = new ArrayList<>(all.stream().filter(FileFolder::inMemory).toList());
    all.stream().filter(each -> !places.contains(each)).forEach(places::add);
    return places;
  }

  private static void removeAbandoned(Path parent, String prefix) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path each : folders) {
        if (problem(each) == null && isOld(each)) {
          var abandoned = new FileFolder(each, true);
          if (abandoned.files.contains(LOCK) && abandoned.lock()) {
            abandoned.close();
          } else {
            abandoned.open.close();
          }
        }
      }
    }
  }

  /// Whether it is not just being made.
  private static boolean isOld(Path path) throws IOException {
    Instant changed = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    return changed.isBefore(Instant.now().minus(BEING_MADE));
  }

  /// Takes a folder that a person has named: a new one, an empty one, or one that a killed run has
  /// left behind.
  ///
  /// @throws CommandFailure if it holds anything else, is a link, or is open to others
  /// @throws UncheckedIOException if it cannot be made
  static FileFolder at(Path path) {
    try {
      boolean made = make(path);
      String problem = problem(path);
      if (problem != null) {
        throw refused(path, problem);
      }
      var folder = new FileFolder(path, made);
      if (!folder.files.isEmpty() && !folder.files.contains(LOCK)) {
        throw refused(path, "is not empty");
      }
      if (!folder.lock()) {
        throw refused(path, "is in use by another run");
      }
      for (Path each : Set.copyOf(folder.files)) {
        if (!each.equals(LOCK)) {
          folder.delete(each);
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean make(Path path) throws IOException {
    try {
      Files.createDirectory(path, PRIVATE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static @Nullable String problem(Path path) throws IOException {
    var found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isDirectory()) {
      return "is not a folder";
    }
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(Libc.call("getuid"))) {
      return "belongs to another user";
    }
    return PRIVATE.value().containsAll(found.permissions())
        ? null
        : "is open to others; chmod 700 would close it";
  }

  private static CommandFailure refused(Path path, String problem) {
    return CommandFailure.failed(
        "--files: " + path + " " + problem + "; nothing was started",
        "name a folder that does not exist yet");
  }

  /// False where somebody else has it.
  private boolean lock() throws IOException {
    var channel = (FileChannel) open.newByteChannel(LOCK, NEW_OR_FORMER, LOCKED);
    files.add(LOCK);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    }
    if (held == null) {
      channel.close();
      open.close();
      return false;
    }
    lock = channel;
    return true;
  }

  Path path() {
    return path;
  }

  boolean isInMemory() {
    return inMemory(path);
  }

  private static boolean inMemory(Path path) {
    try {
      return IN_MEMORY.contains(Files.getFileStore(path).type());
    } catch (IOException e) {
      return false;
    }
  }

  /// Puts a file into the place of a former one in one step: whoever reads sees either, whole.
  ///
  /// @param name without a slash, and does not start with a dot
  void replace(String name, byte[] content) throws IOException {
    Path file = Path.of(name);
    Path draft = Path.of("." + name);
    delete(draft);
    try (SeekableByteChannel channel = open.newByteChannel(draft, NEW, READ_ONLY)) {
      files.add(draft);
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    open.move(draft, open, file);
    files.remove(draft);
    files.add(file);
  }

  void remove(String name) throws IOException {
    delete(Path.of(name));
  }

  private void delete(Path file) throws IOException {
    if (files.remove(file)) {
      try {
        open.deleteFile(file);
      } catch (NoSuchFileException e) {
        // The program has removed it.
      }
    }
  }

  @Override
  public void close() {
    try (open;
        FileChannel _ = lock) {
      for (Path each : Set.copyOf(files)) {
        delete(each);
      }
      if (made) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // Something that the program has put there.
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
