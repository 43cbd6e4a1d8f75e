package dev.claviger.core.audit;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.MacKey;
import dev.claviger.crypto.Pae;

/// Links entries: each hashes the one before it, and is MACed under `audit-mac`.
///
/// `leaf = SHA256(0x00 || canonical)` as in RFC 6962, `link = SHA256("claviger/link" || previous ||
/// leaf)`, `mac = HMAC-SHA256(audit-mac, link)`. The chain of a writer starts at 32 zero bytes.
public final class ChainKey {
  private static final byte[] LEAF = {0};
  private static final byte[] LINK = Pae.text("claviger/link");

  private final MacKey key;

  public ChainKey(MacKey key) {
    this.key = key;
  }

  ChainedEntry link(Digest previous, AuditEntry entry) {
    Digest leaf = Digest.sha256(LEAF, entry.canonical());
    Digest link = Digest.sha256(LINK, previous.bytes(), leaf.bytes());
    return new ChainedEntry(entry, link, mac(link), key.generation());
  }

  /// Says that we wrote `link`.
  Digest mac(Digest link) {
    return key.mac(link.bytes());
  }
}
