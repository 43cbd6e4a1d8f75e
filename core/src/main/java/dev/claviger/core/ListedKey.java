package dev.claviger.core;

import dev.claviger.model.SpaceName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key as it is shown: never its bytes.
///
/// @param purpose such as `space`
/// @param space null if it is not a key of a space
/// @param state `active`
public record ListedKey(
    String purpose, @Nullable SpaceName space, int generation, String state, Instant createdAt) {}
