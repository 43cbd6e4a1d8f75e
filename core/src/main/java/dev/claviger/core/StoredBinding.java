package dev.claviger.core;

import dev.claviger.model.Id;
import dev.claviger.model.Reach;
import dev.claviger.model.RoleName;
import java.time.Instant;

/// A binding as stored: it gives a role to a principal, somewhere.
///
/// @param createdBy such as `user:mara`
public record StoredBinding(
    Id id, Identity owner, RoleName role, Reach reach, Instant createdAt, String createdBy) {}
