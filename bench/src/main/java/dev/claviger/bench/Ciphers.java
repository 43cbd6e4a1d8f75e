package dev.claviger.bench;

import dev.claviger.crypto.Envelope;
import dev.claviger.crypto.EnvelopeContext;
import dev.claviger.crypto.SecretCipher;
import dev.claviger.crypto.SpaceKey;
import dev.claviger.crypto.SpaceKeys;
import dev.claviger.model.Id;
import dev.claviger.model.SecretId;
import dev.claviger.model.SecretRef;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Sealing and opening 1 KiB, and one cold Argon2id derivation with the parameters of I3.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Ciphers {
  private static final int VALUE_BYTES = 1_024;
  private static final int ARGON2_KIB = 19_456;

  private final SecureRandom random = new SecureRandom();
  private final SpaceKey key = SpaceKey.generate(1, random);
  private final SecretCipher cipher = new SecretCipher(Id.random(random), new OneKey(), random);
  private final EnvelopeContext where =
      new EnvelopeContext(
          new SecretId(Id.random(random), Id.random(random)),
          SecretRef.parse("claviger://payments/production/DATABASE_URL"),
          Version.FIRST);
  private final SecretValue value = SecretValue.copyOf(new byte[VALUE_BYTES]);
  private final Envelope envelope = cipher.seal(where, value);

  private final class OneKey implements SpaceKeys {
    @Override
    public SpaceKey writing(Id space) {
      return key;
    }

    @Override
    public SpaceKey reading(Id space, int generation) {
      return key;
    }
  }

  /// Seals 1 KiB.
  @Benchmark
  public Envelope seal() {
    return cipher.seal(where, value);
  }

  /// Opens 1 KiB.
  @Benchmark
  public int open() {
    try (SecretValue opened = cipher.open(where, envelope)) {
      return opened.reveal(bytes -> bytes.length);
    }
  }

  /// Argon2id, m = 19456 KiB, t = 2, p = 1, 32 bytes out.
  @Benchmark
  public byte[] argon2id() {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withMemoryAsKB(ARGON2_KIB)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(new byte[16])
            .build());
    byte[] out = new byte[32];
    generator.generateBytes(new byte[32], out);
    return out;
  }
}
