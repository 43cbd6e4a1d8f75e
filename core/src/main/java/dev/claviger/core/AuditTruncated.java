package dev.claviger.core;

import dev.claviger.core.audit.ChainedEntry;
import dev.claviger.core.audit.Verifier.Broken;
import dev.claviger.core.audit.Verifier.Truncated;
import dev.claviger.core.audit.Witness.Seen;

/// The chain in the database is shorter than the witness file saw it. The server does not start
/// until an administrator accepts the cut.
public final class AuditTruncated extends RuntimeException {
  public static final String CODE = "audit_truncated";

  private final Broken broken;

  AuditTruncated(Truncated truncated) {
    super(message(truncated));
    this.broken = truncated.broken();
  }

  private static String message(Truncated truncated) {
    Seen seen = truncated.seen();
    return "%s: entry %d of the chain %s/%s is missing (the witness file saw %s, the database has %s);"
            .formatted(
                CODE,
                truncated.broken().seq(),
                seen.writer().node(),
                seen.writer().boot(),
                "entry " + seen.seq() + " with the link " + seen.link(),
                found(truncated))
        + " restore the database, or accept the loss with: claviger server accept-cut";
  }

  private static String found(Truncated truncated) {
    ChainedEntry head = truncated.head();
    return head == null
        ? "none of it"
        : "entry " + head.entry().seq() + " with the link " + head.link() + " as its last";
  }

  /// Where the chain breaks off.
  public Broken broken() {
    return broken;
  }
}
