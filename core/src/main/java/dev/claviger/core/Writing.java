package dev.claviger.core;

import dev.claviger.core.audit.AuditStore;
import java.util.function.Supplier;

/// What a change can do. Valid only inside [Database#commit].
public interface Writing {
  SpaceStore spaces();

  SecretStore secrets();

  PeopleStore people();

  KeyStore keys();

  RotationStore rotations();

  AuditStore audit();

  IdempotencyStore idempotency();

  UseStore uses();

  RowStore rows();

  /// Runs `change` so that none of its effects remain if it throws.
  ///
  /// @throws BatchSpoiled if it threw, and only the whole transaction can be undone
  <T> T apart(Supplier<T> change);
}
