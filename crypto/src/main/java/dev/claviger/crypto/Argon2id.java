package dev.claviger.crypto;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id, version 1.3. Source: RFC 9106.
final class Argon2id {
  private Argon2id() {}

  /// Starts the parameters of one derivation.
  static Argon2Parameters.Builder parameters(int memoryKib, int passes, int lanes) {
    return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withMemoryAsKB(memoryKib)
        .withIterations(passes)
        .withParallelism(lanes);
  }

  static byte[] derive(Argon2Parameters parameters, byte[] password, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] derived = new byte[length];
    generator.generateBytes(password, derived);
    return derived;
  }
}
