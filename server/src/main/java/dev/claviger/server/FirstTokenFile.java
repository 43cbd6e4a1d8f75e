package dev.claviger.server;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.claviger.crypto.Token;
import dev.claviger.crypto.TokenId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// `DATA/first-admin-token`: how the first administrator gets in. Only the server's user may read
/// it; it goes once it has been used.
final class FirstTokenFile {
  private static final System.Logger LOG = System.getLogger(FirstTokenFile.class.getName());

  private final Path file;

  FirstTokenFile(Path data) {
    this.file = data.resolve("first-admin-token");
  }

  Path path() {
    return file;
  }

  /// Writes the token, in place of an earlier one.
  void write(Token token) {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.deleteIfExists(file);
      try (FileChannel channel = FileChannel.open(file, Set.of(WRITE, CREATE_NEW), mode)) {
        token.lend(text -> write(channel, text));
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        channel.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private static void write(FileChannel channel, byte[] text) {
    try {
      channel.write(ByteBuffer.wrap(text));
    } catch (IOException e) {
      throw new UncheckedIOException("the first token cannot be written", e);
    }
  }

  /// Deletes the file if it holds the token `used`.
  void remove(TokenId used) {
    try {
      if (Files.exists(file) && holds(used)) {
        Files.delete(file);
      }
    } catch (IOException e) { // the token itself is used up
      LOG.log(System.Logger.Level.WARNING, file + " cannot be deleted; delete it", e);
    }
  }

  private boolean holds(TokenId wanted) throws IOException {
    byte[] text = new byte[Token.LENGTH];
    try (FileChannel channel = FileChannel.open(file, READ)) {
      channel.read(ByteBuffer.wrap(text));
      Optional<Token> found = Token.parse(text);
      found.ifPresent(Token::close);
      return found.filter(token -> token.id().equals(wanted)).isPresent();
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }
}
