package dev.claviger.core.audit;

import dev.claviger.model.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which entries to list. A null field does not restrict.
///
/// @param after the cursor: the entry after which to go on, in the order asked for
/// @param ascending oldest first; else newest first
public record AuditFilter(
    @Nullable String space,
    @Nullable String environment,
    @Nullable String secret,
    @Nullable Id principal,
    @Nullable String action,
    @Nullable String outcome,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable Cursor after,
    boolean ascending) {

  /// A place in the order of (time, node, boot, seq).
  public record Cursor(long atMillis, String node, Id boot, long seq) {}
}
