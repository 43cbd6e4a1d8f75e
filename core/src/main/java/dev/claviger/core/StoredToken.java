package dev.claviger.core;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.TokenId;
import dev.claviger.model.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A token as stored: never the token itself.
///
/// @param use what it is good for
/// @param verifier HMAC of the whole token under `token-mac`, or `session-mac` for a session
/// @param keyGeneration which key made the verifier
/// @param name for people; may be empty
/// @param only the one scope it is good for; null if it is as good as its principal
/// @param expiresAt null = never
/// @param replacedAt when another token took its place, which it outlives for a grace period; null
///     if none did
public record StoredToken(
    TokenId id,
    Use use,
    Digest verifier,
    int keyGeneration,
    Identity owner,
    String name,
    @Nullable Scope only,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant replacedAt) {

  /// What a token is good for.
  public enum Use {
    /// A person who signed in.
    SESSION,
    /// A program of a person.
    API,
    /// An agent.
    AGENT,
    /// Setting the password of its owner, once.
    FIRST_PASSWORD
  }
}
