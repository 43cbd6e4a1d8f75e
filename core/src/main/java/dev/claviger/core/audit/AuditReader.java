package dev.claviger.core.audit;

import dev.claviger.crypto.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the audit log.
public interface AuditReader {
  /// All chains there are, with their heads, in the order in which they were opened.
  List<Head> heads();

  /// Gives all entries of `writer` to `each`, in order, without holding them in memory.
  void scan(Writer writer, Consumer<ChainedEntry> each);

  /// The link of one entry, if it is there.
  Optional<Digest> linkAt(Writer writer, long seq);

  /// Whether exactly this entry, with this link, is durable.
  default boolean contains(ChainedEntry wanted) {
    AuditEntry entry = wanted.entry();
    return linkAt(entry.writer(), entry.seq()).filter(wanted.link()::equals).isPresent();
  }

  /// At most `limit` entries that fit `filter`.
  List<ListedEntry> list(AuditFilter filter, int limit);

  /// The client records there are, to be kept in memory.
  List<ClientRecord> clients();

  /// The last entry of a chain, as the database has it.
  record Head(ChainedEntry last) {}

  /// An entry with the names that its ids stand for now.
  ///
  /// @param principal `user:mara`, or empty
  /// @param address of the client, or empty
  record ListedEntry(ChainedEntry chained, Optional<String> principal, Optional<String> address) {}
}
