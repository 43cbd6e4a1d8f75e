package dev.claviger.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Tells whether a process is Node.js: by the name of its executable, by its library, or, since
/// programs are also bundled with it under names of their own, by what the executable holds. For
/// one thread.
final class NodeProgram {
  private static final String MARK = "NODE_OPTIONS"; // Electron's and Bun's hold it too, rightly
  private static final int CHUNK = 1024 * 1024;

  private final Path process;
  private @Nullable Path known; // looking through 100 MB is done once for each executable
  private boolean knownIsNode;

  NodeProgram(long pid) {
    this.process = Path.of("/proc", Long.toString(pid));
  }

  /// True also where it cannot be seen: then the program has to ask.
  boolean isNode() {
    try {
      Path executable = Files.readSymbolicLink(process.resolve("exe"));
      if (!executable.equals(known)) {
        knownIsNode = named(executable) || linked() || holdsMark();
        known = executable;
      }
      return knownIsNode;
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean named(Path executable) {
    return String.valueOf(executable.getFileName()).startsWith("node");
  }

  private boolean linked() throws IOException {
    return Files.readString(process.resolve("maps"), StandardCharsets.ISO_8859_1)
        .contains("/libnode.so");
  }

  private boolean holdsMark() throws IOException {
    int overlap = MARK.length() - 1;
    var chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(process.resolve("exe"))) {
      int kept = 0;
      int length;
      while ((length = in.readNBytes(chunk, kept, CHUNK - kept)) > 0) {
        int end = kept + length;
        if (new String(chunk, 0, end, StandardCharsets.ISO_8859_1).contains(MARK)) {
          return true;
        }
        kept = Math.min(overlap, end);
        System.arraycopy(chunk, end - kept, chunk, 0, kept);
      }
      return false;
    }
  }
}
