package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileBytesFuzzTest {
  private static final String MINUTE = "1m";

  private final SecureRandom random = new SecureRandom();

  @FuzzTest(maxDuration = MINUTE)
  void an_envelope(byte[] input) {
    try {
      var envelope = new Envelope(input.clone());
      assertThat(envelope.bytes()).isEqualTo(input);
    } catch (DecryptionFailed | IllegalArgumentException _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_token(byte[] input) {
    Token.parse(input)
        .ifPresent(
            token -> {
              try (token) {
                byte[] text = token.reveal(byte[]::clone);
                assertThat(text).isEqualTo(input);
              }
            });
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_master_key(byte[] input) {
    try {
      assertThat(EnvironmentKeyProvider.of(input.clone(), random)).isNotNull();
    } catch (MasterKeyInvalid refused) {
      echoesNothing(refused, input);
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_key_file(byte[] input) throws IOException {
    Path file =
        Files.createTempFile(
            "key",
            ".json",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(file, input);
      assertThat(FileKeyProvider.open(file, random)).isNotNull();
    } catch (MasterKeyInvalid refused) {
      echoesNothing(refused, input);
    } finally {
      Files.delete(file);
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_wrapped_key(byte[] input) {
    try (RootKey root = RootKey.generate(random)) {
      var wrapped = new WrappedKey(KeyPurpose.AUDIT_MAC, null, 1, 1, input.clone());
      root.unwrapMac(new Id("0".repeat(32)), wrapped);
      throw new AssertionError("a key that nobody wrapped was unwrapped");
    } catch (DecryptionFailed | IllegalArgumentException _) {
      // refused
    }
  }

  private static void echoesNothing(MasterKeyInvalid refused, byte[] input) {
    String text = new String(input, US_ASCII);
    if (input.length >= 24) {
      assertThat(String.valueOf(refused.getMessage())).doesNotContain(text);
    }
  }
}
