package dev.claviger.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A new folder, open to this user only, in memory where the system has such a place.
final class SocketFolder implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int MAX_SOCKET_PATH = 100; // the system takes 104 (macOS) or 108 bytes
  private static final Duration BEING_MADE = Duration.ofMinutes(1);
  private static final String SOCKET = "secrets.sock";

  private final Path path;

  private SocketFolder(Path path) {
    this.path = path;
  }

  /// Makes one, and removes those that runs left behind when they were killed.
  ///
  /// @param runtimeFolder `XDG_RUNTIME_DIR`, or empty
  static SocketFolder create(String runtimeFolder) {
    String prefix = "claviger-" + Libc.call("getuid") + "-";
    IOException failure = new IOException("no folder can be made");
    for (Path parent : parents(runtimeFolder)) {
      try {
        removeAbandoned(parent, prefix);
        Path path = Files.createTempDirectory(parent, prefix, PRIVATE);
        var folder = new SocketFolder(path);
        if (folder.socket().toString().length() <= MAX_SOCKET_PATH) {
          return folder;
        }
        folder.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw new UncheckedIOException(failure);
  }

  private static void removeAbandoned(Path parent, String prefix) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path each : folders) {
        var folder = new SocketFolder(each);
        if (folder.isAbandoned()) {
          folder.close();
        }
      }
    }
  }

  /// One that is being made has no socket yet, or one that nobody can connect to yet.
  private boolean isAbandoned() throws IOException {
    Instant made = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
    if (made.isAfter(Instant.now().minus(BEING_MADE)) || !Files.exists(socket())) {
      return false;
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // another user's, or a busy one
    }
  }

  /// Where a private folder may be made, the best first.
  static List<Path> parents(String runtimeFolder) {
    var parents = new ArrayList<Path>();
    if (runtimeFolder.startsWith("/")) {
      parents.add(Path.of(runtimeFolder));
    }
    parents.add(Path.of("/dev/shm"));
    parents.add(Path.of(System.getProperty("java.io.tmpdir")));
    parents.add(Path.of("/tmp"));
    return parents;
  }

  Path socket() {
    return path.resolve(SOCKET);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // An empty socket in a private folder: nothing that another start would trip over.
    }
  }
}
