package dev.claviger.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A right, such as `space.secret.list`. Roles are made of these; the words are part of the API.
///
/// A [Rule] names a right by its group, its resource and its verb, such as `space`, `secret` and
/// `list`.
public enum Permission {
  SECRET_LIST("space.secret.list", "space", "secret"),
  SECRET_GET("space.secret.get", "space", "secret"),
  SECRET_GET_MASKED("space.secret.get_masked", "space", "secret"),
  SECRET_READ_VALUES("space.secret.read_values", "space", "secret"),
  SECRET_CREATE("space.secret.create", "space", "secret"),
  SECRET_UPDATE("space.secret.update", "space", "secret"),
  SECRET_DELETE("space.secret.delete", "space", "secret"),
  SPACE_GET("space.get", "space", "space"),
  SPACE_CREATE("space.create", "space", "space"),
  SPACE_UPDATE("space.update", "space", "space"),
  SPACE_DELETE("space.delete", "space", "space"),
  ENVIRONMENT_CREATE("space.environment.create", "space", "environment"),
  ENVIRONMENT_DELETE("space.environment.delete", "space", "environment"),
  PRINCIPAL_LIST("principal.list", "access", "principal"),
  PRINCIPAL_CREATE("principal.create", "access", "principal"),
  PRINCIPAL_UPDATE("principal.update", "access", "principal"),
  PRINCIPAL_DELETE("principal.delete", "access", "principal"),
  TOKEN_LIST("token.list", "access", "token"),
  TOKEN_CREATE("token.create", "access", "token"),
  TOKEN_REVOKE("token.revoke", "access", "token"),
  BINDING_LIST("binding.list", "access", "binding"),
  BINDING_CREATE("binding.create", "access", "binding"),
  BINDING_DELETE("binding.delete", "access", "binding"),
  ROLE_LIST("role.list", "access", "role"),
  ROLE_CREATE("role.create", "access", "role"),
  ROLE_UPDATE("role.update", "access", "role"),
  ROLE_DELETE("role.delete", "access", "role"),
  AUDIT_READ("audit.read", "audit", "audit"),
  AUDIT_VERIFY("audit.verify", "audit", "audit"),
  KEY_LIST("key.list", "server", "key"),
  KEY_ROTATE("key.rotate", "server", "key"),
  SETTINGS_READ("settings.read", "server", "settings");

  private static final Map<String, Permission> BY_WORD =
      Arrays.stream(values()).collect(Collectors.toMap(Permission::word, one -> one));

  private final String word;
  private final String group;
  private final String resource;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes one that does not change
  private final Set<Permission> alone = Set.of(this);

  Permission(String word, String group, String resource) {
    this.word = word;
    this.group = group;
    this.resource = resource;
  }

  public String word() {
    return word;
  }

  /// Such as `space`; what a rule calls `apiGroups`.
  public String group() {
    return group;
  }

  /// Such as `secret`.
  public String resource() {
    return resource;
  }

  /// Such as `list`.
  public String verb() {
    return word.substring(word.lastIndexOf('.') + 1);
  }

  /// Whether it is a right on secrets, which a rule can limit to some by name.
  public boolean onSecrets() {
    return resource.equals("secret");
  }

  /// The set of it, made once: every call asks for one.
  Set<Permission> alone() {
    return alone;
  }

  /// The permission of `word`, if it is one.
  public static Optional<Permission> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  /// The words that stand for `part` of any permission, each once.
  static List<String> words(Function<Permission, String> part) {
    return Arrays.stream(values()).map(part).distinct().toList();
  }
}
