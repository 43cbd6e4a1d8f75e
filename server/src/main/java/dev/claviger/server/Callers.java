package dev.claviger.server;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Core;
import dev.claviger.core.Idempotency;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Id;
import dev.claviger.server.http.RateLimits;
import dev.claviger.server.rest.Entrance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one way from a credential to a caller, for both planes: who it is, then whether it calls too
/// often.
final class Callers implements Entrance {
  /// How often a second one address may show a wrong credential, or none.
  private static final int GUESSES_PER_SECOND = 100;

  private final Core core;
  private final RateLimits calls;
  private final RateLimits guesses = RateLimits.perSecond(GUESSES_PER_SECOND);

  /// @param calls of one principal
  Callers(Core core, RateLimits calls) {
    this.core = core;
    this.calls = calls;
  }

  /// The caller that `token` proves.
  ///
  /// @param token null if none was sent; stays the transport's to clear
  /// @throws Unauthenticated if it proves nobody
  /// @throws RateLimited if the caller, or strangers from the same address, called too often
  @Override
  public Caller enter(byte @Nullable [] token, Plane plane, Client client, Id request) {
    Caller caller;
    try {
      caller = core.doorkeeper().authenticate(token, plane, client, request);
    } catch (Unauthenticated stranger) {
      guesses.take(client.address()); // never in the way of those who prove who they are
      throw stranger;
    }
    calls.take(Objects.requireNonNull(caller.who(), "a credential proves somebody").id());
    return caller;
  }

  @Override
  public void admit(Client client) {
    guesses.take(client.address());
  }

  /// What makes a repeat of a POST harmless.
  ///
  /// @param parts method, address and body, so that another request is told from a repeat
  @Override
  public Idempotency idempotency(String key, byte[]... parts) {
    return new Idempotency(key, core.requestMac(parts));
  }
}
