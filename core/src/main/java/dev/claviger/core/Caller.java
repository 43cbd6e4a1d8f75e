package dev.claviger.core;

import dev.claviger.crypto.TokenId;
import dev.claviger.model.Id;
import dev.claviger.model.Scope;
import org.jspecify.annotations.Nullable;

/// Who asks, as proved by a credential. The first parameter of every operation, never ambient.
///
/// Only [Doorkeeper] makes one for a credential, so it is the permit that [Gate#perform] requires.
///
/// @param who null for somebody who has not signed in, who may do next to nothing
/// @param credential the token that proved it; null for the server itself
/// @param only the one scope that the token is good for; null if it is as good as its principal
/// @param request names this call in entries, log lines and answers
/// @param idempotency what makes a repeated POST harmless; null if none was sent
public record Caller(
    @Nullable Identity who,
    @Nullable TokenId credential,
    @Nullable Scope only,
    Plane plane,
    Client client,
    Id request,
    @Nullable Idempotency idempotency) {

  static Caller server(Id request) {
    return new Caller(null, null, null, Plane.INTERNAL, Client.SERVER, request, null);
  }

  public static Caller anonymous(Plane plane, Client client, Id request) {
    return new Caller(null, null, null, plane, client, request, null);
  }

  /// The same caller, repeating or about to repeat one POST.
  public Caller with(Idempotency key) {
    return new Caller(who, credential, only, plane, client, request, key);
  }

  /// Whether the token lets it act in `scope` at all. Nothing crosses environments (I9).
  boolean reaches(Scope scope) {
    return only == null || only.equals(scope);
  }
}
