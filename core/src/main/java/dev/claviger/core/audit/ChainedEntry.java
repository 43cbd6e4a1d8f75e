package dev.claviger.core.audit;

import dev.claviger.crypto.Digest;

/// An entry in its place: `link` covers it and all before it, `mac` says that we wrote it.
///
/// @param generation which `audit-mac` key made the MAC
public record ChainedEntry(AuditEntry entry, Digest link, Digest mac, int generation) {}
