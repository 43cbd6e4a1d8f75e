package dev.claviger.crypto;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.claviger.model.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;

/// The master key in the file `master-key.json` of the data folder (F11): for one node.
///
/// The file is private to the server's user, or refused. It is made once, and never replaced.
public final class FileKeyProvider implements KeyProvider {
  private final Path file;
  private final Keyring keyring;
  private final SecureRandom random;

  private FileKeyProvider(Path file, Keyring keyring, SecureRandom random) {
    this.file = file;
    this.keyring = keyring;
    this.random = random;
  }

  /// Reads the file. Writes nothing.
  ///
  /// @throws MasterKeyInvalid if there is none, others may read it, or it is malformed: never
  ///     repeats what stands in it
  public static FileKeyProvider open(Path file, SecureRandom random) {
    try {
      String objection = PrivateFile.objection(file);
      if (!objection.isEmpty()) {
        throw MasterKeyInvalid.malformed(file + " " + objection);
      }
      return new FileKeyProvider(file, parsed(file), random);
    } catch (NoSuchFileException _) {
      throw MasterKeyInvalid.missing(
          file + " does not exist; put it back from your backup: this database needs it");
    } catch (Keyring.Malformed e) {
      throw MasterKeyInvalid.malformed(
          file + " " + e.getMessage() + "; put it back from your backup");
    } catch (IOException e) {
      throw MasterKeyInvalid.malformed(file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /// Reads the file, or makes it with a new key where there is none. For a first start only: a
  /// database that holds keys needs the file they were closed with.
  ///
  /// The file is durable when this returns, so before anything is closed with its key.
  ///
  /// @throws MasterKeyInvalid as [#open] does, for a file that exists
  /// @throws UncheckedIOException if it cannot be written
  public static FileKeyProvider createIfAbsent(Path file, SecureRandom random, Clock clock) {
    if (!Files.exists(file, NOFOLLOW_LINKS)) {
      create(file, Keyring.of(MasterKey.generate(random), clock.instant()));
    }
    return open(file, random);
  }

  private static void create(Path file, Keyring keyring) {
    byte[] json = keyring.json();
    try {
      PrivateFile.create(file, json);
    } catch (FileAlreadyExistsException _) {
      // another process was faster: its key is the one
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  private static Keyring parsed(Path file) throws IOException, Keyring.Malformed {
    byte[] json = PrivateFile.read(file);
    try {
      return Keyring.parse(json);
    } finally {
      Arrays.fill(json, (byte) 0);
    }
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public WrappedKey wrap(RootKey root, Id instance) {
    return keyring.current().key().wrap(root, instance, random);
  }

  @Override
  public RootKey unwrap(WrappedKey wrapped, Id instance) {
    String id = MasterKey.idOf(wrapped);
    MasterKey key =
        keyring
            .find(id)
            .orElseThrow(
                () ->
                    new WrongMasterKey(
                        "this database needs the master key "
                            + id
                            + ", which is not in "
                            + file
                            + "; put the right file back from your backup"));
    return key.unwrap(wrapped, instance);
  }
}
