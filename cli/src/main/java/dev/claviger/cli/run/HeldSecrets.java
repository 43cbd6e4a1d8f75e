package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The copy of what was fetched, scope by scope. A name is taken from the last scope that has it.
///
/// Safe for several threads. Values are lent under a lock, so none is wiped while it is used.
final class HeldSecrets implements AutoCloseable {
  private final Object lock = new Object();
  private final Predicate<SecretName> taken;
  private final List<Map<SecretName, FetchedSecret>> scopes = new ArrayList<>();

  /// @param taken tells which secrets the program is to get
  HeldSecrets(int scopes, Predicate<SecretName> taken) {
    this.taken = taken;
    for (int i = 0; i < scopes; i++) {
      this.scopes.add(new HashMap<>());
    }
  }

  /// Takes over `secret`, in the place of a former version.
  ///
  /// @return whether the program gets another value for this name than before
  boolean put(int scope, FetchedSecret secret) {
    synchronized (lock) {
      if (!taken.test(secret.name())) {
        secret.close();
        return false;
      }
      FetchedSecret former = scopes.get(scope).put(secret.name(), secret);
      if (former != null) {
        former.close();
      }
      return scopes.subList(scope + 1, scopes.size()).stream()
          .noneMatch(later -> later.containsKey(secret.name()));
    }
  }

  void remove(int scope, SecretName name) {
    synchronized (lock) {
      FetchedSecret former = scopes.get(scope).remove(name);
      if (former != null) {
        former.close();
      }
    }
  }

  boolean takes(SecretName name) {
    return taken.test(name);
  }

  /// What is held of one scope.
  Map<SecretName, Version> versions(int scope) {
    synchronized (lock) {
      var versions = new HashMap<SecretName, Version>();
      scopes.get(scope).forEach((name, secret) -> versions.put(name, secret.version()));
      return versions;
    }
  }

  /// What the program gets, ordered by name.
  Map<SecretName, Version> versions() {
    synchronized (lock) {
      var versions = new TreeMap<SecretName, Version>(HeldSecrets::byName);
      for (Map<SecretName, FetchedSecret> scope : scopes) {
        scope.values().forEach(secret -> versions.put(secret.name(), secret.version()));
      }
      return versions;
    }
  }

  /// Lends all values that the program gets, ordered by name.
  <T> T lendAll(Function<Map<SecretName, SecretValue>, T> use) {
    synchronized (lock) {
      var values = new TreeMap<SecretName, SecretValue>(HeldSecrets::byName);
      for (Map<SecretName, FetchedSecret> scope : scopes) {
        scope.values().forEach(secret -> values.put(secret.name(), secret.value()));
      }
      return use.apply(values);
    }
  }

  /// Lends the value of one name, or null where there is none.
  <T> @Nullable T lend(SecretName name, BiFunction<Version, byte[], T> use) {
    synchronized (lock) {
      FetchedSecret secret = found(name);
      return secret == null
          ? null
          : secret.value().reveal(bytes -> use.apply(secret.version(), bytes));
    }
  }

  private @Nullable FetchedSecret found(SecretName name) {
    for (Map<SecretName, FetchedSecret> scope : scopes.reversed()) {
      FetchedSecret secret = scope.get(name);
      if (secret != null) {
        return secret;
      }
    }
    return null;
  }

  private static int byName(SecretName one, SecretName other) {
    return one.value().compareTo(other.value());
  }

  @Override
  public void close() {
    synchronized (lock) {
      scopes.forEach(scope -> scope.values().forEach(FetchedSecret::close));
      scopes.forEach(Map::clear);
    }
  }
}
