package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.SecretValue;
import java.security.SecureRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// People's passwords, and E-1: an unknown user costs what a known one costs.
class PasswordHashTest {
  static final String SALT = "Y2xhdmlnZXIvbm9ib2R5IQ";
  static final String HASH = "bm8gcGFzc3dvcmQgaGFzaGVzIHRvIHRoaXMgdGV4dC4";

  final SecureRandom random = new SecureRandom();
  final PasswordHash hash = new PasswordHash();
  @AutoClose final SecretValue password = value("Correct-Horse-Battery-9");
  @AutoClose final SecretValue other = value("Correct-Horse-Battery-8");

  @Test
  void matches_its_password_and_no_other() {
    String stored = hash.of(password, random);
    assertThat(stored).startsWith("$argon2id$v=19$m=65536,t=3,p=1$").doesNotContain("=\n", "Horse");
    assertThat(hash.matches(password, stored)).isTrue();
    assertThat(hash.matches(other, stored)).isFalse();
    assertThat(hash.of(password, random)).as("another salt").isNotEqualTo(stored);
  }

  /// A dummy that is malformed would be refused early, and tell unknown users from known ones.
  @Test
  void nobody_is_written_as_every_other_hash() {
    var dummy = PhcString.parse(PasswordHash.NOBODY).orElseThrow();
    byte[] salt = "claviger/nobody!".getBytes(UTF_8);
    assertThat(PhcString.format(65536, 3, 1, salt, dummy.hash())).isEqualTo(PasswordHash.NOBODY);
  }

  @Test
  void nobody_has_no_password_and_costs_the_same() {
    assertThat(hash.matches(password, PasswordHash.NOBODY)).isFalse();
    assertThat(hash.derivations()).isEqualTo(1);
    hash.warmUp();
    assertThat(hash.derivations()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "$argon2id$v=19$m=1048577,t=3,p=1$" + SALT + "$" + HASH, // beyond 1 GiB
        "$argon2id$v=19$m=9999999,t=3,p=1$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=99999999999,t=3,p=1$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=65536,t=11,p=1$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=65536,t=3,p=17$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=19455,t=3,p=1$" + SALT + "$" + HASH, // below I3
        "$argon2id$v=19$m=65536,t=1,p=1$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=65536,t=3,p=0$" + SALT + "$" + HASH,
        "$argon2id$v=16$m=65536,t=3,p=1$" + SALT + "$" + HASH,
        "$argon2i$v=19$m=65536,t=3,p=1$" + SALT + "$" + HASH,
        "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + HASH + "$",
        "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$" + HASH + "\n",
        "$argon2id$v=19$m=65536,t=3,p=1$" + SALT + "$",
        "$argon2id$v=19$m=65536,t=3,p=1$$" + HASH,
        "$argon2id$v=19$m=65536,t=3,p=1$aaaaaaaaaaaaa$" + HASH, // no length of base64
      })
  void what_is_malformed_or_out_of_bounds_is_not_read(String stored) {
    assertThat(PhcString.parse(stored)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m=19456,t=2,p=1", "m=1048576,t=10,p=16"})
  void the_bounds_themselves_are_read(String parameters) {
    assertThat(PhcString.parse("$argon2id$v=19$" + parameters + "$" + SALT + "$" + HASH))
        .isPresent();
  }

  @Test
  void a_malformed_one_matches_nothing_at_the_same_cost() {
    assertThat(hash.matches(password, "")).isFalse();
    assertThat(hash.matches(password, "$argon2id$")).isFalse();
    assertThat(hash.derivations()).isEqualTo(2);
  }

  private static SecretValue value(String text) {
    return SecretValue.copyOf(text.getBytes(UTF_8));
  }
}
