package dev.claviger.core;

/// A secret with its current version. What the read path fetches in one step.
public record CurrentSecret(StoredSecret secret, StoredVersion version) {}
