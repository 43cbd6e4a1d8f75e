package dev.claviger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.model.Id;
import dev.claviger.server.config.ServerSettings.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/// The name of this node in the audit log: a setting, else a random one, kept in `DATA/node`.
final class NodeName {
  private static final int DIGITS = 8;

  private NodeName() {}

  static String of(Deployment deployment, RandomGenerator random) {
    String set = deployment.node();
    if (set != null) {
      return set;
    }
    Path file = deployment.data().resolve("node");
    try {
      String kept = Files.exists(file) ? Files.readString(file, US_ASCII).strip() : "";
      if (kept.matches("[a-z0-9-]{1,63}")) {
        return kept;
      }
      String fresh = "node-" + Id.random(random).hex().substring(0, DIGITS);
      Files.writeString(file, fresh + "\n", US_ASCII);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read or written", e);
    }
  }
}
