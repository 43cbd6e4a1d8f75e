package dev.claviger.server.rest;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Idempotency;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.ClavigerException.WrongPlane;
import dev.claviger.model.Id;
import org.jspecify.annotations.Nullable;

/// How a credential becomes a caller who may go on.
public interface Entrance {
  /// The caller that `token` proves.
  ///
  /// @param token null if none was sent; stays the transport's to clear
  /// @throws Unauthenticated if it proves nobody
  /// @throws WrongPlane if it is good on the other listener only
  Caller enter(byte @Nullable [] token, Plane plane, Client client, Id request);

  /// Lets a stranger be heard.
  ///
  /// @throws RateLimited if strangers from the same address called too often
  void admit(Client client);

  /// What makes a repeat of a POST harmless.
  ///
  /// @param parts method, address and body, so that another request is told from a repeat
  Idempotency idempotency(String key, byte[]... parts);
}
