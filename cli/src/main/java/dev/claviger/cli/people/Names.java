package dev.claviger.cli.people;

import dev.claviger.model.Principal;

/// Names of principals as people type them, with or without their kind.
final class Names {
  private Names() {}

  static Principal user(String typed) {
    return Principal.user(without("user:", typed));
  }

  static Principal agent(String typed) {
    return Principal.agent(without("agent:", typed));
  }

  private static String without(String kind, String typed) {
    return typed.startsWith(kind) ? typed.substring(kind.length()) : typed;
  }
}
