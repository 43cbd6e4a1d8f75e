package dev.claviger.core;

import org.jspecify.annotations.Nullable;

/// A role with what is known of it.
///
/// @param stored null for a built-in role
public record ListedRole(Role role, @Nullable StoredRole stored) {}
