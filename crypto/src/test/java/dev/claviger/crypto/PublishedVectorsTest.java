package dev.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.crypto.Vectors.Case;
import dev.claviger.model.SpaceName;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;

/// Each primitive against the vectors that others published for it.
class PublishedVectorsTest {
  @Test
  void aes_256_gcm_by_wycheproof() throws Exception {
    List<Case> tests =
        tests("wycheproof/aes_gcm_test.json", 256)
            .filter(group -> group.number("ivSize") == 96 && group.number("tagSize") == 128)
            .flatMap(group -> group.cases("tests").stream())
            .toList();
    assertThat(tests).hasSize(66);
    for (Case test : tests) {
      byte[] key = test.hex("key");
      byte[] nonce = test.hex("iv");
      byte[] context = test.hex("aad");
      byte[] sealed = Pae.joined(test.hex("ct"), test.hex("tag"));
      if (test.text("result").equals("valid")) {
        assertThat(AesGcm.encrypt(key, nonce, test.hex("msg"), context)).isEqualTo(sealed);
        assertThat(AesGcm.decrypt(key, nonce, sealed, context)).isEqualTo(test.hex("msg"));
      } else {
        assertThatThrownBy(() -> AesGcm.decrypt(key, nonce, sealed, context))
            .as("test %d", test.number("tcId"))
            .isInstanceOf(AEADBadTagException.class);
      }
    }
  }

  /// Of the others, a key of another size or a nonce of another length.
  @Test
  void aes_gcm_takes_no_other_sizes() {
    List<Case> others =
        Vectors.json("wycheproof/aes_gcm_test.json").cases("testGroups").stream()
            .filter(group -> group.number("ivSize") != 96 || group.number("keySize") != 256)
            .flatMap(group -> group.cases("tests").stream())
            .toList();
    assertThat(others).isNotEmpty();
    for (Case test : others) {
      assertThatThrownBy(() -> AesGcm.encrypt(test.hex("key"), test.hex("iv"), test.hex("msg")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void hkdf_by_wycheproof() {
    List<Case> tests =
        Vectors.json("wycheproof/hkdf_sha256_test.json").cases("testGroups").stream()
            .flatMap(group -> group.cases("tests").stream())
            .toList();
    assertThat(tests).hasSize(86);
    for (Case test : tests) {
      byte[] key = test.hex("ikm");
      byte[] salt = test.hex("salt");
      int size = test.number("size");
      if (test.text("result").equals("valid")) {
        assertThat(Hkdf.derive(key, salt, test.hex("info"), size)).isEqualTo(test.hex("okm"));
      } else {
        assertThatThrownBy(() -> Hkdf.derive(key, salt, test.hex("info"), size))
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }

  @Test
  void hkdf_by_rfc_5869() {
    List<Map<String, String>> tests = Vectors.blocks("hkdf/rfc-5869-HKDF-SHA256.txt");
    assertThat(tests).hasSize(3);
    for (Map<String, String> test : tests) {
      int length = Integer.parseInt(test.getOrDefault("L", ""));
      assertThat(Hkdf.derive(hex(test, "IKM"), hex(test, "salt"), hex(test, "info"), length))
          .isEqualTo(hex(test, "OKM"));
    }
  }

  /// R2: without salt, with the space's name as `info`.
  @Test
  void keys_of_spaces_as_the_ledger_derives_them() {
    Case file = Vectors.json("hkdf/seed000_space_keys.json");
    assertThat(file.cases("cases")).hasSize(6);
    for (Case one : file.cases("cases")) {
      byte[] info = Pae.text(one.text("space"));
      assertThat(Hkdf.derive(file.hex("master_hex"), Hkdf.NO_SALT, info, SpaceKey.BYTES))
          .isEqualTo(one.hex("key_hex"));
    }
    assertThat(new SpaceName("default").value())
        .isEqualTo(file.cases("cases").get(0).text("space"));
  }

  @Test
  void hmac_by_wycheproof() {
    List<Case> groups = tests("wycheproof/hmac_sha256_test.json", 256).toList();
    assertThat(groups).hasSize(2);
    for (Case group : groups) {
      for (Case test : group.cases("tests")) {
        byte[] tag = test.hex("tag");
        Digest mac = new MacKey(KeyPurpose.ROW_MAC, 1, test.hex("key")).mac(test.hex("msg"));
        assertThat(Arrays.equals(Arrays.copyOf(mac.bytes(), tag.length), tag))
            .as("test %d", test.number("tcId"))
            .isEqualTo(test.text("result").equals("valid"));
      }
    }
  }

  @Test
  void argon2id_by_rfc_9106_and_its_command() {
    List<Map<String, String>> tests = Vectors.blocks("argon2/pyca_argon2id.txt");
    assertThat(tests).hasSize(6);
    for (Map<String, String> test : tests) {
      Argon2Parameters parameters =
          Argon2id.parameters(number(test, "memcost"), number(test, "iter"), number(test, "lanes"))
              .withSalt(hex(test, "salt"))
              .withSecret(hex(test, "secret"))
              .withAdditional(hex(test, "ad"))
              .build();
      assertThat(Argon2id.derive(parameters, hex(test, "pass"), number(test, "length")))
          .isEqualTo(hex(test, "output"));
    }
  }

  /// I3's parameters are the first of these.
  @Test
  void argon2id_as_libargon2_computes_it() {
    List<Case> tests = Vectors.json("argon2/argon2id_crosscheck.json").cases("cases");
    assertThat(tests).hasSize(24);
    assertThat(tests.getFirst().number("m_kib")).isEqualTo(PhcString.MIN_MEMORY_KIB);
    for (Case test : tests) {
      Argon2Parameters parameters =
          Argon2id.parameters(test.number("m_kib"), test.number("t"), test.number("p"))
              .withSalt(test.hex("salt_hex"))
              .build();
      assertThat(Argon2id.derive(parameters, test.hex("password_hex"), test.number("len")))
          .isEqualTo(test.hex("out_hex"));
    }
  }

  private static Stream<Case> tests(String path, int keyBits) {
    return Vectors.json(path).cases("testGroups").stream()
        .filter(group -> group.number("keySize") == keyBits);
  }

  private static byte[] hex(Map<String, String> test, String name) {
    return HexFormat.of().parseHex(test.getOrDefault(name, ""));
  }

  private static int number(Map<String, String> test, String name) {
    return Integer.parseInt(test.getOrDefault(name, ""));
  }
}
