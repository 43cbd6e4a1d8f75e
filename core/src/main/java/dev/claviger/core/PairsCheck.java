package dev.claviger.core;

import dev.claviger.core.UseReader.Pair;
import dev.claviger.core.audit.Verifier.Broken;
import dev.claviger.core.audit.Writer;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Compares what is kept of calls about several secrets with the entries, which are the truth.
final class PairsCheck {
  /// What an entry is called whose pairs are kept otherwise than it says.
  static final String REASON = "misindexed";

  private static final long WINDOW = 10_000;
  private static final Comparator<Pair> ORDER =
      Comparator.comparingLong(Pair::seq).thenComparing(one -> one.disclosed().secret().hex());

  private PairsCheck() {}

  /// The first entry whose pairs are kept otherwise; empty if there is none in what is counted.
  static Optional<Broken> firstBroken(UseReader uses, Writer writer) {
    long counted = uses.counted(writer);
    for (long after = 0; after < counted; after += WINDOW) {
      long until = Math.min(after + WINDOW, counted);
      List<Pair> told = uses.told(writer, after, until).stream().sorted(ORDER).toList();
      List<Pair> kept = uses.pairs(writer, after, until).stream().sorted(ORDER).toList();
      if (!told.equals(kept)) {
        return Optional.of(new Broken(writer, firstDifference(told, kept), REASON));
      }
    }
    return Optional.empty();
  }

  private static long firstDifference(List<Pair> told, List<Pair> kept) {
    Iterator<Pair> ours = told.iterator();
    Iterator<Pair> theirs = kept.iterator();
    while (ours.hasNext() && theirs.hasNext()) {
      Pair one = ours.next();
      Pair other = theirs.next();
      if (!one.equals(other)) {
        return Math.min(one.seq(), other.seq());
      }
    }
    return ours.hasNext() ? ours.next().seq() : theirs.next().seq();
  }
}
