package dev.claviger.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The byte sequences that must not be printed, found by their first four bytes.
///
/// A bitmap of hashes answers "nothing starts here" for almost every place in ordinary output; what
/// remains is compared byte by byte. Memory is that of the sequences themselves, whatever their
/// length.
final class MaskPatterns {
  static final int NONE = 0;

  /// All that is there so far may be the beginning of a sequence.
  static final int OPEN = -1;

  private static final int PREFIX = MaskableValue.MIN_BYTES;
  private static final int FILTER_BITS = 20;

  private final long[] filter = new long[1 << (FILTER_BITS - 6)];
  private final Map<Integer, List<byte[]>> byPrefix = new HashMap<>();
  private final Set<Integer> shortPrefixes = new HashSet<>();

  /// @param sequences each of at least four bytes
  MaskPatterns(Collection<byte[]> sequences) {
    for (byte[] sequence : sequences) {
      int prefix = 0;
      for (int i = 0; i < PREFIX; i++) {
        if (i > 0) {
          shortPrefixes.add(shortKey(prefix, i));
        }
        prefix = (prefix << Byte.SIZE) | (sequence[i] & 0xFF);
      }
      int slot = slot(prefix);
      filter[slot >>> 6] |= 1L << slot;
      byPrefix.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(sequence);
    }
  }

  /// The length of the longest sequence at `at`, or [#NONE], or [#OPEN].
  ///
  /// @param last whether nothing follows `end`, so that nothing is open
  int at(byte[] text, int at, int end, boolean last) {
    int available = end - at;
    if (available < PREFIX) {
      boolean open = !last && shortPrefixes.contains(shortKey(text, at, available));
      return open ? OPEN : NONE;
    }
    int prefix =
        (text[at] << 24)
            | ((text[at + 1] & 0xFF) << 16)
            | ((text[at + 2] & 0xFF) << 8)
            | (text[at + 3] & 0xFF);
    int slot = slot(prefix);
    if ((filter[slot >>> 6] & (1L << slot)) == 0) {
      return NONE;
    }
    return compared(byPrefix.getOrDefault(prefix, List.of()), text, at, end, last);
  }

  private static int compared(List<byte[]> candidates, byte[] text, int at, int end, boolean last) {
    int longest = NONE;
    for (byte[] candidate : candidates) {
      int common = Math.min(candidate.length, end - at);
      boolean whole = common == candidate.length;
      boolean counts =
          whole ? common > longest && candidate[common - 1] == text[at + common - 1] : !last;
      if (counts && Arrays.equals(text, at, at + common, candidate, 0, common)) {
        if (!whole) {
          return OPEN;
        }
        longest = common;
      }
    }
    return longest;
  }

  private static int slot(int prefix) {
    return (prefix * 0x9E3779B1) >>> (Integer.SIZE - FILTER_BITS);
  }

  private static int shortKey(byte[] text, int at, int length) {
    int prefix = 0;
    for (int i = at; i < at + length; i++) {
      prefix = (prefix << Byte.SIZE) | (text[i] & 0xFF);
    }
    return shortKey(prefix, length);
  }

  private static int shortKey(int prefix, int length) {
    return (length << 24) | prefix;
  }
}
