package dev.claviger.core;

import dev.claviger.model.Description;
import java.time.Instant;

/// A custom role as stored.
///
/// @param createdBy such as `user:mara`
public record StoredRole(
    Role role, Description description, Instant createdAt, String createdBy, Instant updatedAt) {}
