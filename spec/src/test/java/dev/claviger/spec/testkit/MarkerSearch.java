package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Looks for markers in everything it is shown, in each [MarkerForm]. Several threads may show it
/// something at once.
///
/// All markers are looked for in one pass: the first four bytes at each place are looked up, and
/// only where some marker begins with them is more compared. What is escaped as in a URL or in JSON
/// is decoded first and searched again, so that it does not matter what was escaped and how.
public final class MarkerSearch {
  /// In binary files shorter markers could be there by chance.
  public static final int SHORTEST_IN_BINARY = 8;

  private static final int PREFIX = 4;
  private static final int FILTER_BITS = 20;
  private static final int PIECE = 1 << 20;
  private static final int SMALL = 1 << 12;
  private static final int LONGEST_ESCAPE = 7; // two backslashes, u and four digits for one byte

  private final Map<Integer, List<Needle>> byPrefix = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);
  private final int overlap;
  private final Set<Find> finds = new ConcurrentSkipListSet<>();

  @SuppressWarnings("ArrayRecordComponent") // needles are not compared with each other
  private record Needle(Marker marker, MarkerForm form, byte[] bytes) {}

  /// Where a marker was found.
  public record Find(MarkerPlace place, String marker, MarkerForm form)
      implements Comparable<Find> {
    @Override
    public int compareTo(Find other) {
      return toString().compareTo(other.toString());
    }
  }

  public MarkerSearch(Collection<Marker> markers) {
    int longest = 0;
    for (Marker marker : markers) {
      longest = Math.max(longest, marker.bytes().length);
      for (MarkerForm form : MarkerForm.values()) {
        form.needles(marker.bytes()).forEach(bytes -> add(new Needle(marker, form, bytes)));
      }
    }
    overlap = longest * LONGEST_ESCAPE + LONGEST_ESCAPE;
  }

  private void add(Needle needle) {
    if (needle.bytes().length < PREFIX) {
      throw new IllegalArgumentException(needle.marker() + " is too short to be looked for");
    }
    int prefix = ByteBuffer.wrap(needle.bytes()).getInt();
    byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(needle);
    filter.set(bucket(prefix));
  }

  private static int bucket(int prefix) {
    return (prefix * 0x9E3779B9) >>> (32 - FILTER_BITS);
  }

  /// What was found so far.
  public Set<Find> finds() {
    return Set.copyOf(finds);
  }

  public void text(MarkerPlace place, String text) {
    bytes(place, text.getBytes(UTF_8));
  }

  public void bytes(MarkerPlace place, byte[] bytes) {
    search(place, bytes, bytes.length, holdsNul(bytes, bytes.length));
  }

  /// Searches a file and its name. What is gone, or is no file, holds nothing.
  public void file(MarkerPlace place, Path file) {
    text(place, file.toString());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      stream(place, in, Math.clamp(Files.size(file), SMALL, PIECE));
    } catch (NoSuchFileException _) {
      // removed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Searches all files below a folder.
  public void folder(MarkerPlace place, Path folder) {
    folder(place, folder, (_, _) -> true);
  }

  /// Searches those files and folders below a folder that are `wanted`. What is below a folder
  /// that is not wanted may be.
  public void folder(
      MarkerPlace place, Path folder, BiPredicate<Path, BasicFileAttributes> wanted) {
    var visitor =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes about) {
            return visitFile(found, about);
          }

          @Override
          public FileVisitResult visitFile(Path found, BasicFileAttributes about) {
            if (wanted.test(found, about)) {
              file(place, found);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path found, IOException failure) {
            return FileVisitResult.CONTINUE; // removed meanwhile
          }

          @Override
          public FileVisitResult postVisitDirectory(Path found, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(folder, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stream(MarkerPlace place, InputStream in, int piece) throws IOException {
    byte[] window = new byte[piece + overlap];
    boolean binary = false;
    int kept = 0;
    int read = in.readNBytes(window, 0, window.length);
    while (read > 0) {
      int length = kept + read;
      binary |= holdsNul(window, length);
      search(place, window, length, binary);
      kept = Math.min(overlap, length);
      System.arraycopy(window, length - kept, window, 0, kept);
      read = in.readNBytes(window, kept, window.length - kept);
    }
  }

  private static boolean holdsNul(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private void search(MarkerPlace place, byte[] bytes, int length, boolean binary) {
    pass(place, bytes, length, binary, MarkerForm.PLAIN);
    byte[] decoded = MarkerForm.withoutPercents(bytes, length, false);
    if (decoded.length < length) {
      pass(place, decoded, decoded.length, binary, MarkerForm.URL);
    }
    decoded = MarkerForm.withoutPercents(bytes, length, true);
    pass(place, decoded, decoded.length, binary, MarkerForm.URL);
    decoded = MarkerForm.withoutBackslashes(bytes, length);
    if (decoded.length < length) {
      pass(place, decoded, decoded.length, binary, MarkerForm.JSON);
      decoded = MarkerForm.withoutBackslashes(decoded, decoded.length); // JSON in JSON
      pass(place, decoded, decoded.length, binary, MarkerForm.JSON);
    }
  }

  /// @param plain the form of a marker that stands here as it is
  private void pass(MarkerPlace place, byte[] bytes, int length, boolean binary, MarkerForm plain) {
    int prefix = 0;
    for (int i = 0; i < length; i++) {
      prefix = (prefix << 8) | (bytes[i] & 0xff);
      if (i >= PREFIX - 1 && filter.get(bucket(prefix))) {
        int from = i - PREFIX + 1;
        for (Needle needle : byPrefix.getOrDefault(prefix, List.of())) {
          if (stands(needle, bytes, from, length, binary)) {
            found(place, needle, plain);
          }
        }
      }
    }
  }

  /// What stands there as it is needs no decoding, and is not found again.
  private void found(MarkerPlace place, Needle needle, MarkerForm plain) {
    var find = new Find(place, needle.marker().name(), needle.form());
    if (needle.form() != MarkerForm.PLAIN || plain == MarkerForm.PLAIN) {
      finds.add(find);
    } else if (!finds.contains(find)) {
      finds.add(new Find(place, needle.marker().name(), plain));
    }
  }

  private static boolean stands(Needle needle, byte[] in, int from, int length, boolean binary) {
    int to = from + needle.bytes().length;
    return to <= length
        && (!binary || needle.marker().bytes().length >= SHORTEST_IN_BINARY)
        && Arrays.equals(in, from, to, needle.bytes(), 0, needle.bytes().length);
  }
}
