package dev.claviger.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/// One line for each command, in the order of `claviger help`.
final class Summaries {
  /// By name; nouns stand before their verbs.
  static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("login", "Sign in");
    ALL.put("logout", "End the session and forget it");
    ALL.put("status", "The server, who you are, and what needs attention");
    ALL.put("secret", "Secrets and their values");
    ALL.put("secret list", "The names of the secrets in a scope");
    ALL.put("secret get", "Print one value");
    ALL.put("secret set", "Store values");
  }

  private Summaries() {}
}
