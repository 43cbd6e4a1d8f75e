package dev.claviger.cli.run;

import dev.claviger.model.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// The values of a program as files, one for each, called as its variable would be. Safe for
/// several threads.
final class SecretFiles implements AutoCloseable {
  private final FileFolder folder;
  private final HeldSecrets held;
  private final Variables variables;
  private final Object lock = new Object();

  private SecretFiles(FileFolder folder, HeldSecrets held, Variables variables) {
    this.folder = folder;
    this.held = held;
    this.variables = variables;
  }

  /// Writes all values of this moment.
  ///
  /// @param folder is closed with this
  /// @throws UncheckedIOException if one cannot be written
  static SecretFiles write(FileFolder folder, HeldSecrets held, Variables variables) {
    var files = new SecretFiles(folder, held, variables);
    try {
      held.versions().keySet().forEach(files::update);
      return files;
    } catch (UncheckedIOException e) {
      files.close();
      throw e;
    }
  }

  Path path() {
    return folder.path();
  }

  /// Makes the file of a secret what the copy says now; where that has none, there is none.
  ///
  /// @throws UncheckedIOException if it cannot be written; the former file is still there then
  void update(SecretName name) {
    String file = variables.of(name);
    synchronized (lock) {
      try {
        if (held.lend(name, (_, value) -> replaced(file, value)) == null) {
          folder.remove(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String replaced(String file, byte[] value) {
    try {
      folder.replace(file, value);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      folder.close();
    }
  }
}
