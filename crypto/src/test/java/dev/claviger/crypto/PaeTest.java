package dev.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What is bound or hashed has one encoding, and no other list of parts has it.
class PaeTest {
  @Test
  void counts_and_lengths_stand_before_the_parts() {
    assertThat(Pae.of(Pae.text("ab"), Pae.text(""), Pae.u64(258)))
        .asHexString()
        .isEqualTo("00000003" + "00000002" + "6162" + "00000000" + "00000008" + "0000000000000102");
    assertThat(Pae.of()).asHexString().isEqualTo("00000000");
  }

  @Test
  void moving_a_byte_to_the_next_part_shows() {
    assertThat(Pae.of(Pae.text("ab"), Pae.text("c")))
        .isNotEqualTo(Pae.of(Pae.text("a"), Pae.text("bc")))
        .isNotEqualTo(Pae.of(Pae.text("abc")));
  }

  @Test
  void a_digest_is_compared_by_its_bytes() {
    Digest digest = Digest.sha256(Pae.text("a"), Pae.text("bc"));
    assertThat(digest)
        .isEqualTo(Digest.sha256(Pae.text("abc")))
        .hasSameHashCodeAs(Digest.sha256(Pae.text("abc")))
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .isNotEqualTo(Digest.ZERO);
    assertThatThrownBy(() -> new Digest(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_mac_key_has_32_bytes_and_is_not_printed() {
    assertThatThrownBy(() -> new MacKey(KeyPurpose.ROW_MAC, 1, new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new MacKey(KeyPurpose.ROW_MAC, 4, new byte[32])).hasToString("MacKey[row-mac 4]");
    assertThat(new SpaceKey(4, new byte[32])).hasToString("SpaceKey[4]");
  }
}
