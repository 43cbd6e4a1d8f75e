package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S2: at least 16 characters, mixed classes, none of the well-known ones.
class ChoosingAPasswordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Correct-Horse-Battery-9",
        "correct horse battery 9",
        "Tr0ub4dor&3-Tr0ub4dor&4",
        "x7Kq9mZ2pLw4vN8b",
        "qwerty-lantern-Ostrich-4",
        "My1234567890IsBetterThanYours",
        "Zürich liegt am See 1",
        "\uD83D\uDD11\uD83D\uDD12Aa\uD83D\uDD13\uD83D\uDDDD-keys-are-fun1",
      })
  void a_good_one_is_accepted(String password) {
    assertThatCode(() -> check(password)).doesNotThrowAnyException();
  }

  @Test
  void sixteen_characters_are_enough_and_fifteen_are_not() {
    assertThatCode(() -> check("x7Kq9mZ2pLw4vN8b")).doesNotThrowAnyException();
    assertRefused("x7Kq9mZ2pLw4vN8", "password must have at least 16 characters");
    assertRefused("", "password must have at least 16 characters");
    // code points count, not bytes or halves of a pair
    assertRefused("Aa1" + "\uD83D\uDD11".repeat(12), "password must have at least 16 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correcthorsebattery",
        "CorrectHorseBattery",
        "92837465019283746",
        "correct-horse-b"
      })
  void two_classes_are_not_enough(String password) {
    assertThatThrownBy(() -> check(password)).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password1Password1",
        "Password12345678!",
        "PASSWORDpassword1",
        "P@ssw0rdP@ssw0rd",
        "P@ssw0rd!!!!!!!!!!",
        "!!!!!!!Password!!1",
        "Qwertyuiop-123456",
        "Admin@Admin@Admin@1",
        "Admin1234Admin1234",
        "Letmein-Letmein-1",
        "ChangeMe-2026-11-25",
        "Change-Me-2026-11!",
        "1234567890123456Aa",
        "Aa!1234567890123456",
        "Aa1!Aa1!Aa1!Aa1!",
        "Aa1Aa1Aa1Aa1Aa1Aa1",
        "Abcdefghijklmnop1!",
        "1q2w3e4r5t6y1Q2W3E4R",
        "1qaz2wsx1QAZ2WSX!!",
        "Claviger-20261125!",
      })
  void a_well_known_one_is_refused_repeated_and_padded(String password) {
    assertRefused(
        password, "password must not be a well-known password, a repeated or a padded one");
  }

  @Test
  void a_huge_one_is_refused_before_it_is_looked_at() {
    assertRefused("aB1-" + "x".repeat(1021), "password must be at most 1024 bytes");
    assertThatCode(() -> check("aB1-" + "x".repeat(1020))).doesNotThrowAnyException();
  }

  @Test
  void what_is_no_text_is_refused() {
    byte[] bytes = new byte[20];
    bytes[3] = (byte) 0xff;
    try (SecretValue password = SecretValue.copyOf(bytes)) {
      assertThatThrownBy(() -> PasswordRules.check(password))
          .isInstanceOf(InvalidInput.class)
          .hasMessage("password must be UTF-8 text");
    }
  }

  private static void assertRefused(String password, String message) {
    var refused = catchThrowableOfType(InvalidInput.class, () -> check(password));
    assertThat(refused.getMessage()).isEqualTo(message);
  }

  private static void check(String password) {
    try (SecretValue value = SecretValue.copyOf(password.getBytes(UTF_8))) {
      PasswordRules.check(value);
    }
  }
}
