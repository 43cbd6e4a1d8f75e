package dev.claviger.cli.secret;

import dev.claviger.cli.rest.Query;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;

/// Where secrets stand in the REST contract. Names need no escaping: their grammar sees to it.
final class SecretPaths {
  private SecretPaths() {}

  static String all(Scope scope) {
    return under(scope, "/secrets", new Query());
  }

  static String all(Scope scope, Query query) {
    return under(scope, "/secrets", query);
  }

  static String one(Scope scope, SecretName name, String rest) {
    return under(scope, "/secrets/" + name + rest, new Query());
  }

  static String one(Scope scope, SecretName name, String rest, Query query) {
    return under(scope, "/secrets/" + name + rest, query);
  }

  static String deleted(Scope scope, String rest) {
    return under(scope, "/deleted-secrets" + rest, new Query());
  }

  static String batch(Scope scope) {
    return under(scope, "/secrets/batch", new Query());
  }

  private static String under(Scope scope, String rest, Query query) {
    return "/spaces/"
        + scope.space()
        + rest
        + query.with("environment", scope.environment().toString());
  }
}
