package dev.claviger.core;

import dev.claviger.crypto.Digest;

/// An `Idempotency-Key` and what it was sent with.
///
/// @param key 1 to 255 visible ASCII characters, chosen by the client
/// @param request the MAC of method, path and body, so that another request is recognised
public record Idempotency(String key, Digest request) {}
