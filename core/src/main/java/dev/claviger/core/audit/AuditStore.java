package dev.claviger.core.audit;

import java.util.List;

/// Adds to the audit log. Nothing changes or removes an entry.
public interface AuditStore {
  /// Writes `entries`, at least one, in one round trip.
  void append(List<ChainedEntry> entries);

  /// Remembers where calls came from. A `client` row is never changed.
  void addClient(ClientRecord client);
}
