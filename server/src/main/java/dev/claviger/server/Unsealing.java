package dev.claviger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.core.AuditTruncated;
import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.FileKeyProvider;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.MasterKeyInvalid;
import dev.claviger.crypto.RootKey;
import dev.claviger.crypto.Token;
import dev.claviger.crypto.WrongMasterKey;
import dev.claviger.model.ClavigerException.Conflict;
import dev.claviger.model.SecretValue;
import dev.claviger.server.config.ServerSettings;
import dev.claviger.store.DatabaseSettings;
import dev.claviger.store.JdbcDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From settings to an open [Core]. The master key is tried first, on a database that cannot be
/// written to: a missing, malformed or wrong one leaves everything as it was.
final class Unsealing {
  private final ServerSettings settings;
  private final Clock clock;
  private final SecureRandom random;
  private final Path data;
  private final FirstTokenFile firstToken;

  Unsealing(ServerSettings settings, Clock clock, SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.data = settings.deployment().data();
    this.firstToken = new FirstTokenFile(data);
  }

  /// What the master key led to. The caller closes the core.
  ///
  /// @param firstStart whether the database held no key before
  record Opened(Core core, boolean firstStart) {}

  /// Opens the instance, and makes it where there is none.
  ///
  /// @param serviceAddress of the service plane, for messages
  /// @param acceptCut whether missing audit entries are put on record and accepted
  /// @throws MasterKeyInvalid if the master key is missing or malformed
  /// @throws WrongMasterKey if it does not open this database
  /// @throws AuditTruncated if entries are missing and `acceptCut` is not set
  Opened open(String serviceAddress, boolean acceptCut) {
    KeyProvider given = environmentKey();
    DatabaseSettings database = database();
    Optional<InstanceKeys> stored = JdbcDatabase.peek(database);
    boolean first = stored.isEmpty();
    KeyProvider keys = given == null ? fileKey(first) : given;
    stored.ifPresent(found -> keys.unwrap(found.root(), found.instance()).close());
    createFolder();
    JdbcDatabase.migrate(database);
    var open = new JdbcDatabase(database);
    try {
      boolean made = first && makeInstance(open, keys);
      return new Opened(core(open, keys, serviceAddress, acceptCut), made);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  FirstTokenFile firstToken() {
    return firstToken;
  }

  private Core core(
      JdbcDatabase database, KeyProvider keys, String serviceAddress, boolean acceptCut) {
    InstanceKeys stored =
        database
            .read(stores -> stores.keys().instance())
            .orElseThrow(() -> new IllegalStateException("an instance was just made"));
    RootKey root = keys.unwrap(stored.root(), stored.instance());
    try {
      var options =
          new Core.Options(
              NodeName.of(settings.deployment(), random),
              settings.audit().witness(),
              serviceAddress,
              settings.sessionTtl(),
              firstToken::remove,
              acceptCut);
      return new Core(database, stored, root, options, clock, random);
    } catch (RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /// False if another node was faster; then this one starts as any other.
  private boolean makeInstance(JdbcDatabase database, KeyProvider keys) {
    try (Token token = new FirstStart(database, keys, random, clock).run()) {
      firstToken.write(token);
      return true;
    } catch (Conflict _) {
      return false;
    }
  }

  private @Nullable KeyProvider environmentKey() {
    SecretValue key = settings.keys().masterKey();
    return switch (settings.keys().source()) {
      case FILE -> null;
      case ENV -> {
        if (key == null) {
          throw EnvironmentKeyProvider.missing();
        }
        yield key.reveal(text -> EnvironmentKeyProvider.of(text, random));
      }
    };
  }

  private KeyProvider fileKey(boolean firstStart) {
    Path file = data.resolve("master-key.json");
    if (!firstStart) {
      return FileKeyProvider.open(file, random);
    }
    createFolder();
    return FileKeyProvider.createIfAbsent(file, random, clock);
  }

  private void createFolder() {
    try {
      Files.createDirectories(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(data + " cannot be made", e);
    }
  }

  private DatabaseSettings database() {
    ServerSettings.Database found = settings.database();
    return new DatabaseSettings(
        found.url(), found.user(), text(found.password()), text(found.ownerUrl()));
  }

  /// JDBC takes nothing else.
  private static @Nullable String text(@Nullable SecretValue secret) {
    return secret == null ? null : secret.reveal(bytes -> new String(bytes, UTF_8));
  }
}
