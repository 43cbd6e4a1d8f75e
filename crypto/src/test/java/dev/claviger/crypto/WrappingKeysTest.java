package dev.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.DecryptionFailed;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The root key wraps the keys below it, each for one place (R2).
class WrappingKeysTest {
  static final Id INSTANCE = new Id("00112233445566778899aabbccddeeff");
  static final Id SPACE = new Id("a24488533ca2a023f4de91b83735159c");
  static final Id ELSEWHERE = new Id("0d".repeat(16));
  static final SpaceName PAYMENTS = new SpaceName("payments");

  final SecureRandom random = new SecureRandom();
  @AutoClose final RootKey root = RootKey.generate(random);

  @Nested
  class A_mac_key {
    final MacKey key = MacKey.generate(KeyPurpose.AUDIT_MAC, 2, random);
    final WrappedKey wrapped = root.wrap(INSTANCE, key, random);

    @Test
    void comes_back() {
      MacKey again = root.unwrapMac(INSTANCE, wrapped);
      assertThat(again.mac(new byte[] {1})).isEqualTo(key.mac(new byte[] {1}));
      assertThat(again.purpose()).isEqualTo(KeyPurpose.AUDIT_MAC);
      assertThat(again.generation()).isEqualTo(2);
    }

    @Test
    void says_what_it_is() {
      assertThat(wrapped.purpose()).isEqualTo(KeyPurpose.AUDIT_MAC);
      assertThat(wrapped.space()).isNull();
      assertThat(wrapped.generation()).isEqualTo(2);
      assertThat(wrapped.rootGeneration()).isEqualTo(1);
      assertThat(wrapped.bytes()).hasSize(KeyWrap.BYTES);
      assertThat(wrapped).hasToString("WrappedKey[audit-mac 2]");
    }

    @Test
    void is_wrapped_under_the_label_of_its_own() throws AEADBadTagException {
      byte[] kek = derived("claviger/wrap/v1");
      var place = new KeyWrap(INSTANCE, KeyPurpose.AUDIT_MAC, null, 2);
      byte[] bytes = place.unwrap(kek, wrapped.bytes());
      assertThat(new MacKey(KeyPurpose.AUDIT_MAC, 2, bytes).mac()).isEqualTo(key.mac());
    }

    @Test
    void does_not_open_for_another_purpose_generation_or_instance() {
      byte[] bytes = wrapped.bytes();
      assertRefused(() -> root.unwrapMac(ELSEWHERE, wrapped));
      assertRefused(() -> unwrap(new WrappedKey(KeyPurpose.TOKEN_MAC, null, 2, 1, bytes)));
      assertRefused(() -> unwrap(new WrappedKey(KeyPurpose.AUDIT_MAC, null, 1, 1, bytes)));
    }

    @Test
    void does_not_open_when_a_bit_differs() {
      for (int bit = 0; bit < KeyWrap.BYTES * 8; bit++) {
        byte[] flipped = wrapped.bytes();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        assertRefused(() -> unwrap(new WrappedKey(KeyPurpose.AUDIT_MAC, null, 2, 1, flipped)));
      }
    }

    @Test
    void does_not_open_when_cut_short() {
      for (int length = 0; length < KeyWrap.BYTES; length++) {
        byte[] cut = Arrays.copyOf(wrapped.bytes(), length);
        assertRefused(() -> unwrap(new WrappedKey(KeyPurpose.AUDIT_MAC, null, 2, 1, cut)));
      }
    }

    @Test
    void does_not_open_under_another_root() {
      try (RootKey other = RootKey.generate(random)) {
        assertRefused(() -> other.unwrapMac(INSTANCE, wrapped));
      }
    }

    @Test
    void is_wrapped_with_a_fresh_nonce() {
      assertThat(root.wrap(INSTANCE, key, random)).isNotEqualTo(wrapped);
    }

    private MacKey unwrap(WrappedKey stored) {
      return root.unwrapMac(INSTANCE, stored);
    }
  }

  @Nested
  class A_space_key {
    final SpaceKey key = SpaceKey.generate(3, random);
    final WrappedKey wrapped = root.wrap(INSTANCE, SPACE, PAYMENTS, key, random);

    @Test
    void comes_back() {
      SpaceKey again = root.unwrapSpace(INSTANCE, PAYMENTS, wrapped);
      assertThat(again.generation()).isEqualTo(3);
      assertThat(again.<byte[]>reveal(byte[]::clone)).isEqualTo(key.<byte[]>reveal(byte[]::clone));
      assertThat(wrapped.space()).isEqualTo(SPACE);
    }

    /// R2: the wrapping key is HKDF-SHA256 of the root, without salt, with the name as `info`.
    @Test
    void is_wrapped_under_the_name_of_its_space() throws AEADBadTagException {
      var place = new KeyWrap(INSTANCE, KeyPurpose.SPACE, SPACE, 3);
      assertThat(place.unwrap(derived("payments"), wrapped.bytes()))
          .isEqualTo(key.<byte[]>reveal(byte[]::clone));
    }

    @Test
    void does_not_open_for_another_space() {
      byte[] bytes = wrapped.bytes();
      assertRefused(() -> root.unwrapSpace(INSTANCE, new SpaceName("billing"), wrapped));
      assertRefused(
          () ->
              root.unwrapSpace(
                  INSTANCE, PAYMENTS, new WrappedKey(KeyPurpose.SPACE, ELSEWHERE, 3, 1, bytes)));
      assertRefused(
          () ->
              root.unwrapSpace(
                  INSTANCE, PAYMENTS, new WrappedKey(KeyPurpose.SPACE, SPACE, 2, 1, bytes)));
    }

    @Test
    void is_no_mac_key() {
      assertThatThrownBy(() -> root.unwrapMac(INSTANCE, wrapped))
          .isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> new MacKey(KeyPurpose.SPACE, 1, new byte[32]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void the_check_value_tells_roots_apart() {
    try (RootKey other = RootKey.generate(random)) {
      assertThat(root.checkValue()).isEqualTo(root.checkValue()).isNotEqualTo(other.checkValue());
      assertThat(root.checkValue().bytes()).isEqualTo(derived("claviger/kcv/v1"));
    }
  }

  @Test
  void a_closed_root_is_of_no_use() {
    root.close();
    assertThatThrownBy(root::checkValue).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> root.<byte[]>reveal(byte[]::clone))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void only_a_space_key_has_a_space() {
    assertThatThrownBy(() -> new WrappedKey(KeyPurpose.SPACE, null, 1, 1, new byte[60]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WrappedKey(KeyPurpose.ROW_MAC, SPACE, 1, 1, new byte[60]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void purposes_have_words_that_lead_back() {
    assertThat(KeyPurpose.values())
        .allSatisfy(purpose -> assertThat(KeyPurpose.of(purpose.word())).isEqualTo(purpose))
        .extracting(KeyPurpose::word)
        .containsExactly("root", "row-mac", "token-mac", "session-mac", "audit-mac", "space");
  }

  private byte[] derived(String info) {
    return root.reveal(bytes -> Hkdf.derive(bytes, Hkdf.NO_SALT, Pae.text(info), RootKey.BYTES));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(DecryptionFailed.class);
  }
}
