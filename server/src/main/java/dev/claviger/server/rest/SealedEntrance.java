package dev.claviger.server.rest;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Idempotency;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.Sealed;
import dev.claviger.model.Id;
import org.jspecify.annotations.Nullable;

/// Lets nobody in: without keys no credential can be looked at.
final class SealedEntrance implements Entrance {
  @Override
  public Caller enter(byte @Nullable [] token, Plane plane, Client client, Id request) {
    throw new Sealed();
  }

  @Override
  public void admit(Client client) {
    throw new Sealed();
  }

  @Override
  public Idempotency idempotency(String key, byte[]... parts) {
    throw new Sealed();
  }
}
