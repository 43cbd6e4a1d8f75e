package dev.claviger.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.claviger.core.AuditTruncated;
import dev.claviger.core.Core;
import dev.claviger.core.FirstStart;
import dev.claviger.core.InstanceKeys;
import dev.claviger.core.RowsChanged;
import dev.claviger.crypto.EnvironmentKeyProvider;
import dev.claviger.crypto.FileKeyProvider;
import dev.claviger.crypto.KeyProvider;
import dev.claviger.crypto.MasterKeyInvalid;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From settings to an open [Core]. The master key is tried first, on a database that cannot be
/// written to: a missing, malformed or wrong one leaves everything as it was.
final class Unsealing {
  private final ServerSettings settings;
  private final Clock clock;
  private final SecureRandom random;
  private final Path data;
  private final FirstTokenFile firstToken;
  private final DatabaseSettings database;
  private final Optional<InstanceKeys> stored;
  private final @Nullable KeyProvider given;

  /// Looks at the master key and the database, and writes nothing.
  ///
  /// @throws MasterKeyInvalid if the master key is missing or malformed
  Unsealing(ServerSettings settings, Clock clock, SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.data = settings.deployment().data();
    this.firstToken = new FirstTokenFile(data);
    this.database = database(settings.database());
    KeyProvider found = masterKey();
    this.stored = JdbcDatabase.peek(database);
    this.given = found == null && stored.isPresent() ? fileKey() : found;
  }

  /// What an administrator may take as it is.
  enum Accepted {
    /// Audit entries are missing.
    CUT,
    /// Rows are not as they were left.
    ROWS
  }

  /// What the master key led to. The caller closes the core.
  ///
  /// @param firstStart whether the database held no key before
  record Opened(Core core, boolean firstStart) {}

  /// Opens the instance, and makes it where there is none.
  ///
  /// @param serviceAddress of the service plane, for messages
  /// @param accepted what is put on record and accepted
  /// @throws WrongMasterKey if the master key does not open this database
  /// @throws AuditTruncated if entries are missing and that is not accepted
  /// @throws RowsChanged if rows are not as they were left and that is not accepted
  Opened open(String serviceAddress, Set<Accepted> accepted) {
    if (given != null) {
      stored.ifPresent(found -> given.unwrap(found.root(), found.instance()).close());
    }
    createFolder();
    KeyProvider keys = given == null ? newFileKey() : given;
    JdbcDatabase.migrate(database);
    var open = new JdbcDatabase(database);
    try {
      boolean made = stored.isEmpty() && makeInstance(open, keys);
      return new Opened(core(open, keys, serviceAddress, accepted), made);
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  FirstTokenFile firstToken() {
    return firstToken;
  }

  private Core core(
      JdbcDatabase open, KeyProvider keys, String serviceAddress, Set<Accepted> accepted) {
    InstanceKeys instance =
        open.read(stores -> stores.keys().instance())
            .orElseThrow(() -> new IllegalStateException("an instance was just made"));
    var options =
        new Core.Options(
            NodeName.of(settings.deployment(), random),
            settings.audit().witness(),
            serviceAddress,
            settings.sessionTtl(),
            firstToken::remove,
            accepted.contains(Accepted.CUT),
            accepted.contains(Accepted.ROWS));
    return new Core(open, instance, keys, options, clock, random);
  }

  /// False if another node was faster; then this one starts as any other.
  private boolean makeInstance(JdbcDatabase open, KeyProvider keys) {
    try (Token token = new FirstStart(open, keys, random, clock).run()) {
      writeFirst(token);
      return true;
    } catch (Conflict _) {
      return false;
    }
  }

  /// The instance exists by now, so the next start will not make another token.
  private void writeFirst(Token token) {
    try {
      firstToken.write(token);
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          "no first token: make room, run: claviger server reset-admin, and start again",
          e.getCause());
    }
  }

  /// Null where it is to be in a file, and there is none.
  private @Nullable KeyProvider masterKey() {
    SecretValue key = settings.keys().masterKey();
    return switch (settings.keys().source()) {
      case FILE -> Files.exists(keyFile(), NOFOLLOW_LINKS) ? fileKey() : null;
      case ENV -> {
        if (key == null) {
          throw EnvironmentKeyProvider.missing();
        }
        yield key.reveal(text -> EnvironmentKeyProvider.of(text, random));
      }
    };
  }

  private KeyProvider fileKey() {
    return FileKeyProvider.open(keyFile(), random);
  }

  private KeyProvider newFileKey() {
    return FileKeyProvider.createIfAbsent(keyFile(), random, clock);
  }

  private Path keyFile() {
    return data.resolve("master-key.json");
  }

  private void createFolder() {
    try {
      Files.createDirectories(
          data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new UncheckedIOException(data + " cannot be made", e);
    }
  }

  private static DatabaseSettings database(ServerSettings.Database found) {
    return new DatabaseSettings(
        found.url(), found.user(), text(found.password()), text(found.ownerUrl()));
  }

  /// JDBC takes nothing else.
  private static @Nullable String text(@Nullable SecretValue secret) {
    return secret == null ? null : secret.reveal(bytes -> new String(bytes, UTF_8));
  }
}
