package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read.
public final class OwnerOnly {
  private static final Set<PosixFilePermission> OWNER =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private OwnerOnly() {}

  /// Refuses a file that others can read or that another user put there.
  ///
  /// @throws CommandFailure saying what to do about it
  public static void require(Path file) throws IOException {
    var found = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw CommandFailure.failed(file + " is not a regular file", null);
    }
    if (!OWNER.containsAll(found.permissions())) {
      throw CommandFailure.failed(
          file + " can be read or written by others, so it is not used",
          "give it to yourself alone with: chmod 600 " + file);
    }
    if (!isOurs(file)) {
      throw CommandFailure.failed(
          file + " belongs to " + found.owner().getName() + ", so it is not used", null);
    }
  }

  /// Compared by number: a container's user often has no name.
  private static boolean isOurs(Path file) throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
          .equals(Files.getAttribute(self, "unix:uid"));
    }
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }

  /// Makes a folder 0700, and those above it; one that is there is made 0700.
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, mode("rwx------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  /// Writes a file 0600, whole or not at all.
  ///
  /// @param content stays the caller's to wipe
  public static void write(Path file, byte[] content) throws IOException {
    write(file, stream -> stream.write(content));
  }

  /// As the other, for content that comes in pieces.
  public static void write(Path file, Content content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), "", mode("rw-------"));
    try {
      try (OutputStream stream = Files.newOutputStream(draft)) {
        content.writeTo(stream);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// What a file shall hold.
  public interface Content {
    /// Writes all of it.
    void writeTo(OutputStream stream) throws IOException;
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
