package dev.claviger.crypto;

import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes people's passwords with Argon2id: 64 MiB, three passes, one lane.
///
/// At most one is computed per processor at a time; further callers wait. So the memory it takes
/// has a bound.
public final class PasswordHash {
  /// A well-formed hash that no password has. Comparing with it costs what any other costs, so an
  /// unknown user is not told from a known one (SECURITY.md, E-1).
  public static final String NOBODY =
      "$argon2id$v=19$m=65536,t=3,p=1$Y2xhdmlnZXIvbm9ib2R5IQ"
          + "$bm8gcGFzc3dvcmQgaGFzaGVzIHRvIHRoaXMgdGV4dC4";

  private static final int MEMORY_KIB = 64 * 1024;
  private static final int PASSES = 3;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;

  private static final PhcString DUMMY = PhcString.parse(NOBODY).orElseThrow();

  private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final AtomicLong derivations = new AtomicLong();

  /// The hash of `password` as it is stored, with a new salt.
  public String of(SecretValue password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Digest hash =
        derive(Argon2id.parameters(MEMORY_KIB, PASSES, LANES).withSalt(salt).build(), password);
    return PhcString.format(MEMORY_KIB, PASSES, LANES, salt, hash);
  }

  /// Whether `password` has the hash `stored`. Compared in constant time (I17).
  ///
  /// @param stored the stored hash, or [#NOBODY] for an unknown user; a malformed one matches
  ///     nothing, at the same cost
  public boolean matches(SecretValue password, String stored) {
    PhcString expected = PhcString.parse(stored).orElse(DUMMY);
    return derive(expected.parameters(), password).equals(expected.hash());
  }

  /// Loads and compiles what hashing needs, so that the first sign-in is as fast as the next.
  public void warmUp() {
    try (SecretValue empty = SecretValue.copyOf(new byte[0])) {
      matches(empty, NOBODY);
    }
  }

  /// How many hashes were computed since the start.
  public long derivations() {
    return derivations.get();
  }

  private Digest derive(Argon2Parameters parameters, SecretValue password) {
    processors.acquireUninterruptibly();
    try {
      derivations.incrementAndGet();
      byte[] hash = password.reveal(text -> Argon2id.derive(parameters, text, Digest.BYTES));
      try {
        return new Digest(hash);
      } finally {
        Arrays.fill(hash, (byte) 0);
      }
    } finally {
      processors.release();
    }
  }
}
