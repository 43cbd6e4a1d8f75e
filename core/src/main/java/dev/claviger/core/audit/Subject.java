package dev.claviger.core.audit;

import org.jspecify.annotations.Nullable;

/// What an entry is about, in parsed names.
///
/// @param type such as `secret`
/// @param space null if it is not in a space
/// @param environment null if it is not in an environment
/// @param name of the secret, principal or other thing; null for a list
public record Subject(
    String type, @Nullable String space, @Nullable String environment, @Nullable String name) {}
