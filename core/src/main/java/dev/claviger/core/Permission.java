package dev.claviger.core;

import java.util.Optional;
import java.util.stream.Stream;

/// A right, such as `space.secret.list`. Roles are made of these; the words are part of the API.
public enum Permission {
  SECRET_LIST("space.secret.list"),
  SECRET_GET("space.secret.get"),
  SECRET_GET_MASKED("space.secret.get_masked"),
  SECRET_READ_VALUES("space.secret.read_values"),
  SECRET_CREATE("space.secret.create"),
  SECRET_UPDATE("space.secret.update"),
  SECRET_DELETE("space.secret.delete"),
  SPACE_GET("space.get"),
  SPACE_CREATE("space.create"),
  SPACE_UPDATE("space.update"),
  SPACE_DELETE("space.delete"),
  ENVIRONMENT_CREATE("space.environment.create"),
  ENVIRONMENT_DELETE("space.environment.delete"),
  PRINCIPAL_LIST("principal.list"),
  PRINCIPAL_CREATE("principal.create"),
  PRINCIPAL_UPDATE("principal.update"),
  PRINCIPAL_DELETE("principal.delete"),
  TOKEN_LIST("token.list"),
  TOKEN_CREATE("token.create"),
  TOKEN_REVOKE("token.revoke"),
  BINDING_LIST("binding.list"),
  BINDING_CREATE("binding.create"),
  BINDING_DELETE("binding.delete"),
  ROLE_LIST("role.list"),
  AUDIT_READ("audit.read"),
  AUDIT_VERIFY("audit.verify"),
  KEY_LIST("key.list"),
  SETTINGS_READ("settings.read");

  private final String word;

  Permission(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /// The permission of `word`, if it is one.
  public static Optional<Permission> of(String word) {
    return Stream.of(values()).filter(permission -> permission.word.equals(word)).findFirst();
  }
}
