package dev.claviger.model.process;

/// Protection that the platform refused, for people who can mend it.
///
/// @param code a stable word, such as `memory_not_locked`
public record Weakness(String code, String message) {}
