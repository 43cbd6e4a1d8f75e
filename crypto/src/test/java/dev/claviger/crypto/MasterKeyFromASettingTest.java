package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.model.Id;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// I1, S1: `CLAVIGER_MASTER_KEY` is base64 of 32 random bytes, or the server does not start.
class MasterKeyFromASettingTest {
  static final String GOOD = "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nU=";
  static final Id INSTANCE = new Id("00112233445566778899aabbccddeeff");

  final SecureRandom random = new SecureRandom();
  @AutoClose final RootKey root = RootKey.generate(random);

  @ParameterizedTest
  @ValueSource(
      strings = {
        GOOD + "\n",
        GOOD + "\r\n",
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nU",
        "w7u_yqM1yRjB3v6Yy0o4p1E9aX0hQd-2bq8mZkYt3nU=",
        "w7u_yqM1yRjB3v6Yy0o4p1E9aX0hQd-2bq8mZkYt3nU",
      })
  void each_spelling_of_a_key_is_that_key(String text) {
    WrappedKey wrapped = provider(GOOD).wrap(root, INSTANCE);
    try (RootKey again = provider(text).unwrap(wrapped, INSTANCE)) {
      assertThat(again.checkValue()).isEqualTo(root.checkValue());
      assertThat(again.generation()).isEqualTo(1);
    }
    try (RootKey again =
        EnvironmentKeyProvider.of(text.toCharArray(), random).unwrap(wrapped, INSTANCE)) {
      assertThat(again.checkValue()).isEqualTo(root.checkValue());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void an_empty_one_is_missing(String text) {
    assertThatThrownBy(() -> provider(text))
        .isInstanceOf(MasterKeyInvalid.class)
        .hasMessage("CLAVIGER_MASTER_KEY is not set; make one with: openssl rand -base64 32")
        .extracting(e -> ((MasterKeyInvalid) e).code())
        .isEqualTo("master_key_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "QUJDREVGR0hJSktMTU5PUA==", // 16 bytes
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3g==", // 31
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nUA", // 33
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", // hex
        "correct horse battery staple and one more word",
        " w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nU=",
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd-2bq8mZkYt3nU=", // both alphabets
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3nU==",
        "w7u/yqM1yRjB3v6Y\ny0o4p1E9aX0hQd+2bq8mZkYt3nU=",
        "w7u/yqM1yRjB3v6Yy0o4p1E9aX0hQd+2bq8mZkYt3n\u00fc=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", // all equal
        "/////////////////////////////////////////w==",
        "Y2hhbmdlLW1lLWNoYW5nZS1tZS1jaGFuZ2UtbWUtISE=", // a text
      })
  void a_malformed_or_weak_one_is_refused_and_never_repeated(String text) {
    var refused = catchThrowableOfType(MasterKeyInvalid.class, () -> provider(text));
    assertThat(refused.code()).isEqualTo("master_key_invalid");
    assertThat(refused.getMessage())
        .startsWith("CLAVIGER_MASTER_KEY must be ")
        .endsWith("; make one with: openssl rand -base64 32")
        .doesNotContain(text);
    assertThat(refused.getCause()).isNull();
    assertThat(refused.getSuppressed()).isEmpty();
    assertThatThrownBy(() -> EnvironmentKeyProvider.of(text.toCharArray(), random))
        .hasMessage(refused.getMessage());
  }

  @Test
  void text_beyond_latin_letters_is_refused() {
    assertThatThrownBy(() -> EnvironmentKeyProvider.of("ключ".toCharArray(), random))
        .isInstanceOf(MasterKeyInvalid.class);
  }

  @Test
  void the_text_stays_the_callers() {
    byte[] text = GOOD.getBytes(US_ASCII);
    byte[] before = text.clone();
    EnvironmentKeyProvider.of(text, random);
    assertThat(text).isEqualTo(before);
  }

  @Test
  void a_wrong_key_is_told_from_a_malformed_one() {
    WrappedKey wrapped = provider(GOOD).wrap(root, INSTANCE);
    EnvironmentKeyProvider other = randomProvider();
    assertThatThrownBy(() -> other.unwrap(wrapped, INSTANCE))
        .isInstanceOf(WrongMasterKey.class)
        .hasMessageMatching(
            "this database needs the master key [0-9a-f]{16}, and this one is [0-9a-f]{16}");
  }

  @Test
  void a_wrapped_root_opens_for_its_instance_only_and_unchanged_only() {
    EnvironmentKeyProvider provider = provider(GOOD);
    WrappedKey wrapped = provider.wrap(root, INSTANCE);
    byte[] bytes = wrapped.bytes();
    assertWrong(provider, wrapped, new Id("0d".repeat(16)));
    assertWrong(provider, new WrappedKey(KeyPurpose.ROOT, null, 2, 2, bytes), INSTANCE);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertWrong(provider, new WrappedKey(KeyPurpose.ROOT, null, 1, 1, flipped), INSTANCE);
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertWrong(provider, new WrappedKey(KeyPurpose.ROOT, null, 1, 1, cut), INSTANCE);
    }
    var mac = MacKey.generate(KeyPurpose.ROW_MAC, 1, random);
    assertWrong(provider, root.wrap(INSTANCE, mac, random), INSTANCE);
  }

  private void assertWrong(KeyProvider provider, WrappedKey wrapped, Id instance) {
    assertThatThrownBy(() -> provider.unwrap(wrapped, instance)).isInstanceOf(WrongMasterKey.class);
  }

  private EnvironmentKeyProvider provider(String text) {
    return EnvironmentKeyProvider.of(text.getBytes(ISO_8859_1), random);
  }

  private EnvironmentKeyProvider randomProvider() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return EnvironmentKeyProvider.of(Base64.getEncoder().encode(key), random);
  }
}
