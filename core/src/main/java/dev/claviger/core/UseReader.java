package dev.claviger.core;

import dev.claviger.core.audit.Note.Disclosed;
import dev.claviger.core.audit.Writer;
import dev.claviger.model.Id;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What follows from the entries: how often secrets were handed out, and which calls disclosed
/// several of them. All of it can be made again from the log, so nothing of it is authenticated.
public interface UseReader {
  /// The use of those of `secrets` that were ever handed out.
  Map<Id, SecretUse> of(Collection<Id> secrets);

  /// Up to which entry the chain of `writer` has been counted; 0 if none has.
  long counted(Writer writer);

  /// What the next `entries` entries after number `after` of a chain come to.
  Tally tally(Writer writer, long after, long entries);

  /// The pairs of the entries after number `after` up to `until`, as the entries say.
  List<Pair> told(Writer writer, long after, long until);

  /// The same, as they are kept.
  List<Pair> pairs(Writer writer, long after, long until);

  /// Some entries of one chain, counted.
  ///
  /// @param until the last one of them; `after` if there are none
  /// @param uses how often each secret was handed out by them
  /// @param pairs what calls disclosed or imported that were about several secrets, by number of
  ///     the entry and in the order of its column
  record Tally(Writer writer, long after, long until, Map<Id, SecretUse> uses, List<Pair> pairs) {
    public Tally {
      uses = Map.copyOf(uses);
      pairs = List.copyOf(pairs);
    }

    /// How many rows it touches.
    int rows() {
      return uses.size() + pairs.size();
    }
  }

  /// One secret of entry number `seq`, which is about several.
  record Pair(long seq, Disclosed disclosed) {}
}
