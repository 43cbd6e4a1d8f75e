package dev.claviger.core;

import dev.claviger.model.Description;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A principal as stored.
///
/// @param passwordHash Argon2id in PHC form; null without a password
/// @param createdBy such as `user:mara`
public record StoredPrincipal(
    Identity identity,
    Description description,
    @Nullable String passwordHash,
    Instant createdAt,
    String createdBy) {}
