package dev.claviger.core;

import dev.claviger.model.RoleName;
import java.util.Set;

/// A named set of rights.
public record Role(RoleName name, Set<Permission> permissions) {
  public Role {
    permissions = Set.copyOf(permissions);
  }
}
