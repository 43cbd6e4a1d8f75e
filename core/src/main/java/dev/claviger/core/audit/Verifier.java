package dev.claviger.core.audit;

import dev.claviger.core.audit.AuditReader.Head;
import dev.claviger.core.audit.Witness.Seen;
import dev.claviger.crypto.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Computes every chain again and compares it with what is stored and with the witness file.
public final class Verifier {
  /// What an entry that names a known cut is called.
  public static final String CUT = "CHAIN_CUT";

  private final IntFunction<ChainKey> keys;

  /// @param keys the `audit-mac` key of each generation
  public Verifier(IntFunction<ChainKey> keys) {
    this.keys = keys;
  }

  /// What was found.
  ///
  /// @param firstBroken null if every chain holds
  /// @param cuts the missing tails that an administrator has accepted
  public record Report(long entries, int chains, @Nullable Broken firstBroken, List<String> cuts) {
    public boolean ok() {
      return firstBroken == null;
    }
  }

  /// The first entry that is not what was written in its place.
  ///
  /// @param reason `changed`, `missing`, `truncated` or `misindexed`
  public record Broken(Writer writer, long seq, String reason) {}

  /// A chain that is shorter than the witness saw it, or another one there.
  ///
  /// @param head the last entry of the chain in the database; null if there is none
  public record Truncated(Seen seen, @Nullable ChainedEntry head) {
    public Broken broken() {
      long there = head == null ? 0 : head.entry().seq();
      return new Broken(seen.writer(), Math.min(there + 1, seen.seq()), "truncated");
    }
  }

  /// Reads the whole log once.
  public Report verify(AuditReader audit, List<Seen> witness) {
    long entries = 0;
    Broken broken = null;
    var cuts = new ArrayList<String>();
    List<Head> heads = audit.heads();
    for (Head head : heads) {
      var walk = new Walk(head.last().entry().writer(), keys);
      audit.scan(walk.writer, walk::next);
      entries += walk.seq;
      cuts.addAll(walk.cuts);
      broken = broken == null ? walk.broken : broken;
    }
    if (broken == null) {
      broken = truncated(audit, witness, cuts).map(Truncated::broken).orElse(null);
    }
    return new Report(entries, heads.size(), broken, List.copyOf(cuts));
  }

  /// The first chain that is shorter than the witness saw it, or another one; empty if none is.
  public static Optional<Truncated> truncated(
      AuditReader audit, List<Seen> witness, List<String> acceptedCuts) {
    Map<Writer, ChainedEntry> heads = new HashMap<>();
    audit.heads().forEach(head -> heads.put(head.last().entry().writer(), head.last()));
    for (Seen seen : witness) {
      boolean there =
          audit.linkAt(seen.writer(), seen.seq()).filter(seen.link()::equals).isPresent();
      if (!there && !acceptedCuts.contains(name(seen))) {
        return Optional.of(new Truncated(seen, heads.get(seen.writer())));
      }
    }
    return Optional.empty();
  }

  /// How an accepted cut is named in its entry.
  public static String name(Seen seen) {
    return seen.writer().node() + "/" + seen.writer().boot() + "/" + seen.seq();
  }

  /// One chain, walked from its start.
  private static final class Walk {
    private final Writer writer;
    private final IntFunction<ChainKey> keys;
    private final List<String> cuts = new ArrayList<>();
    private Digest previous = Digest.ZERO;
    private long seq;
    private @Nullable Broken broken;

    Walk(Writer writer, IntFunction<ChainKey> keys) {
      this.writer = writer;
      this.keys = keys;
    }

    void next(ChainedEntry stored) {
      seq++;
      if (broken != null) {
        return;
      }
      AuditEntry entry = stored.entry();
      if (entry.seq() != seq) {
        broken = new Broken(writer, seq, "missing");
        return;
      }
      if (!stored.equals(keys.apply(stored.generation()).link(previous, entry))) {
        broken = new Broken(writer, seq, "changed");
        return;
      }
      previous = stored.link();
      if (entry.event().action().equals(CUT) && entry.event().subject().name() != null) {
        cuts.add(entry.event().subject().name());
      }
    }
  }
}
