package dev.claviger.core;

import dev.claviger.model.EnvironmentName;
import java.time.Instant;

/// An environment of a space as stored.
///
/// @param createdBy such as `user:mara`
public record StoredEnvironment(EnvironmentName name, Instant createdAt, String createdBy) {}
