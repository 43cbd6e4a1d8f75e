package dev.claviger.core;

import dev.claviger.core.audit.Verifier.Broken;

/// The chain in the database is shorter than the witness file saw it. The server does not start
/// until an administrator accepts the cut.
public final class AuditTruncated extends RuntimeException {
  public static final String CODE = "audit_truncated";

  private final Broken broken;

  AuditTruncated(Broken broken) {
    super(
        "%s: entry %d of the chain %s/%s is missing; restore the database, or accept the loss with:"
                .formatted(CODE, broken.seq(), broken.writer().node(), broken.writer().boot())
            + " claviger server accept-cut");
    this.broken = broken;
  }

  /// Where the chain breaks off.
  public Broken broken() {
    return broken;
  }
}
