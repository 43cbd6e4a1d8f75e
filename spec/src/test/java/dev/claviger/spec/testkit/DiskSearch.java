package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Looks for a value in files: as it is, in hex, and in base64 wherever it stands in what was
/// encoded.
public final class DiskSearch {
  /// Where programs write without being told to.
  private static final List<Path> SHARED =
      List.of(Path.of("/tmp"), Path.of("/var/tmp"), Path.of("/dev/shm"), Path.of("/run"));

  private static final long MOST = 64L * 1024 * 1024;

  private final List<String> forms;
  private final Path own;
  private final Instant since;

  /// @param value so long and random that it stands nowhere by chance
  /// @param own searched wholly; shared folders only for files changed from now on
  public DiskSearch(String value, Path own) {
    this.own = own;
    this.since = Instant.now().minusSeconds(1);
    this.forms = forms(value);
  }

  private static List<String> forms(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    var forms = new ArrayList<>(List.of(value, HexFormat.of().formatHex(bytes)));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // What depends on the neighbours is left out: characters with a bit of another byte.
      forms.add(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 2));
    }
    return List.copyOf(forms);
  }

  /// The files that hold it.
  public List<Path> found() {
    var found = new ArrayList<Path>();
    walk(own, false, found);
    SHARED.forEach(folder -> walk(folder, true, found));
    return found;
  }

  private void walk(Path root, boolean recentOnly, List<Path> found) {
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              boolean twice = recentOnly && folder.equals(own);
              return twice ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              boolean recent = !attributes.lastModifiedTime().toInstant().isBefore(since);
              if (attributes.isRegularFile()
                  && attributes.size() <= MOST
                  && (recent || !recentOnly)
                  && holds(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean holds(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      return forms.stream().anyMatch(text::contains);
    } catch (IOException _) {
      return false; // gone meanwhile, or nobody's to read
    }
  }
}
