package dev.claviger.store;

import dev.claviger.core.CurrentSecret;
import dev.claviger.core.SecretUse;
import dev.claviger.core.StoredBinding;
import dev.claviger.core.StoredRole;
import dev.claviger.core.StoredSpace;
import dev.claviger.core.StoredToken;
import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.Id;
import dev.claviger.model.RoleName;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SpaceName;
import java.util.List;
import java.util.Optional;

/// Rows that reads need again and again, ciphertexts included, plaintexts never.
///
/// Rows are dropped after each commit that touched them, before its caller hears of it: see
/// [RowCache]. What hangs on a space is kept under its name and counts only while the name stands
/// for the same space.
final class Caches {
  private static final int FEW = 10_000;
  private static final int MANY = 50_000;
  private static final long MAX_ENVELOPE_BYTES = 64L * 1024 * 1024;
  private static final int ROW_BYTES = 512;

  final RowCache<SpaceName, StoredSpace> spaces = RowCache.ofRows(FEW);
  final RowCache<Scope, Id> environments = RowCache.ofRows(FEW); // the space they are in
  final RowCache<TokenId, StoredToken> tokens = RowCache.ofRows(MANY);
  final RowCache<Id, List<StoredBinding>> bindings = RowCache.ofRows(FEW);
  final RowCache<RoleName, StoredRole> roles = RowCache.ofRows(FEW);
  final RowCache<Id, Optional<SecretUse>> uses = RowCache.ofRows(MANY); // empty: never used
  final RowCache<SecretRef, CurrentSecret> secrets =
      RowCache.ofBytes(MAX_ENVELOPE_BYTES, Caches::weight);

  private static int weight(CurrentSecret found) {
    Envelope envelope = found.version().envelope();
    return ROW_BYTES + (envelope == null ? 0 : envelope.bytes().length);
  }
}
