package dev.claviger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// Which Claviger this is; the build writes it.
final class ProductVersion {
  static final String TEXT = read();

  private ProductVersion() {}

  private static String read() {
    String name = "version.txt";
    try (InputStream file =
        Objects.requireNonNull(ProductVersion.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), US_ASCII).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
