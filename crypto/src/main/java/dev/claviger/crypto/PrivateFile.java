package dev.claviger.crypto;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/// A file that only its owner may read, who is this process's user.
final class PrivateFile {
  static final int MAX_BYTES = 64 * 1024;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private PrivateFile() {}

  /// Why the file must not be trusted, or the empty text.
  static String objection(Path file) throws IOException {
    var found = Files.readAttributes(file, PosixFileAttributes.class, NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      return "is no regular file; symbolic links are not followed";
    }
    if (!Files.getAttribute(file, "unix:uid", NOFOLLOW_LINKS).equals(processUser())) {
      return "belongs to another user; run the server as its owner";
    }
    if (found.permissions().stream().anyMatch(OF_OTHERS::contains)) {
      return "can be used by others ("
          + PosixFilePermissions.toString(found.permissions())
          + "); treat its key as known to them, or run: chmod 600 "
          + file;
    }
    return found.size() > MAX_BYTES ? "is larger than " + MAX_BYTES + " bytes" : "";
  }

  private static Integer processUser() {
    return Math.toIntExact(new UnixSystem().getUid());
  }

  /// The content, which the caller wipes.
  static byte[] read(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(READ, NOFOLLOW_LINKS))) {
      var content = ByteBuffer.allocate(Math.toIntExact(Math.min(channel.size(), MAX_BYTES)));
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // a read may return less than there is
      }
      return content.array();
    }
  }

  /// Creates the file with `content`, complete and durable, or not at all. Never replaces one.
  ///
  /// Written under another name and then linked: unlike a rename, a link never replaces, and
  /// unlike a file written in place, it is never seen half written after a crash.
  ///
  /// @throws FileAlreadyExistsException if the name is taken, by whatever it is
  static void create(Path file, byte[] content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path draft = absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
    try {
      write(draft, content);
      Files.createLink(absolute, draft);
    } finally {
      Files.deleteIfExists(draft);
    }
    flushFolder(absolute);
  }

  private static void write(Path draft, byte[] content) throws IOException {
    var options = Set.of(WRITE, CREATE_NEW, NOFOLLOW_LINKS);
    var mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(draft, options, mode)) {
      var bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// The name of a new file is durable only once its folder is.
  private static void flushFolder(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, READ)) {
        channel.force(true);
      }
    }
  }
}
