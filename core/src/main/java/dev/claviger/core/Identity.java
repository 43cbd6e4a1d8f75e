package dev.claviger.core;

import dev.claviger.model.Id;
import dev.claviger.model.Principal;

/// A principal with the identity that outlives its name. Entries hold the id.
public record Identity(Id id, Principal principal) {}
