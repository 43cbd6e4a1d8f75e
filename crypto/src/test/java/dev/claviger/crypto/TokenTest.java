package dev.claviger.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.crypto.Vectors.Case;
import dev.claviger.model.ClavigerException.InvalidInput;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens as SECURITY.md 3.6 and `vectors/tokens/` describe them.
class TokenTest {
  static final List<Case> CASES = Vectors.json("tokens/tokens.json").cases("cases");
  static final String GOOD = "clv_svc_jR4AdY9q4ddj1TEHdYzhjAVNFywSL9z1FLDJw54w5fyE391XvW";

  final SecureRandom random = new SecureRandom();
  final MacKey key = MacKey.generate(KeyPurpose.TOKEN_MAC, 1, random);

  @Test
  void every_published_token_is_read_and_every_damaged_one_refused() {
    assertThat(CASES).hasSize(40).filteredOn(one -> one.flag("valid")).hasSize(20);
    for (Case one : CASES) {
      String text = one.text("token");
      assertThat(Token.parse(text).isPresent()).as(text).isEqualTo(one.flag("valid"));
      assertThat(Token.parse(text.getBytes(US_ASCII)).isPresent()).isEqualTo(one.flag("valid"));
    }
  }

  @Test
  void a_token_says_its_kind_and_its_id() {
    try (Token token = Token.parse(GOOD).orElseThrow()) {
      assertThat(token.kind()).isEqualTo(TokenKind.SVC);
      assertThat(token.id()).isEqualTo(new TokenId("jR4AdY9q4ddj"));
      assertThat(text(token)).isEqualTo(GOOD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_minted_token_is_one_that_a_scanner_finds(TokenKind kind) {
    try (Token token = Token.mint(kind, random)) {
      String text = text(token);
      assertThat(text).matches("\\bclv_(svc|usr|agt|api)_[0-9A-Za-z]{50}\\b");
      assertThat(text).startsWith("clv_" + kind.word() + "_" + token.id());
      assertThat(Token.parse(text).orElseThrow().kind()).isEqualTo(kind);
      assertThat(TokenKind.of(kind.word())).contains(kind);
    }
  }

  /// Each of the 62 digits occurs in 44,000 random ones, and no token comes twice.
  @Test
  void minted_tokens_differ_and_use_all_digits() {
    Set<String> tokens = new HashSet<>();
    Set<Integer> digits = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      try (Token token = Token.mint(TokenKind.API, random)) {
        assertThat(tokens.add(text(token))).isTrue();
        text(token).substring(8, 52).chars().forEach(digits::add);
      }
    }
    assertThat(digits).hasSize(62);
  }

  @Test
  void no_character_may_differ() {
    for (int at = 0; at < GOOD.length(); at++) {
      for (char other : "0Az_- \u00e9".toCharArray()) {
        String changed = GOOD.substring(0, at) + other + GOOD.substring(at + 1);
        if (!changed.equals(GOOD)) {
          assertThat(Token.parse(changed)).as(changed).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "clv_",
        GOOD + "\n",
        " " + GOOD,
        GOOD + "0",
        "Bearer " + GOOD,
        "clv_xyz_jR4AdY9q4ddj1TEHdYzhjAVNFywSL9z1FLDJw54w5fyE391XvW",
      })
  void nothing_else_is_a_token(String text) {
    assertThat(Token.parse(text)).isEmpty();
    assertThat(Token.parse(text.getBytes(US_ASCII))).isEmpty();
  }

  @Test
  void letters_that_look_alike_are_not_read_as_others() {
    String lookAlike = GOOD.replace('c', '\u0441'); // Cyrillic
    assertThat(Token.parse(lookAlike)).isEmpty();
    assertThat(Token.parse(GOOD.replace('j', (char) ('j' + 0x100)))).isEmpty();
  }

  @Test
  void the_verifier_is_the_mac_of_the_whole_text() {
    try (Token token = Token.parse(GOOD).orElseThrow();
        Token other = Token.mint(TokenKind.SVC, random)) {
      assertThat(token.verifier(key)).isEqualTo(key.mac(GOOD.getBytes(US_ASCII)));
      assertThat(token.verifier(key)).isNotEqualTo(other.verifier(key));
      var otherKey = MacKey.generate(KeyPurpose.TOKEN_MAC, 1, random);
      assertThat(token.verifier(key)).isNotEqualTo(token.verifier(otherKey));
      var auditKey = MacKey.generate(KeyPurpose.AUDIT_MAC, 1, random);
      assertThatThrownBy(() -> token.verifier(auditKey))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_token_is_neither_printed_nor_kept() {
    byte[] source = GOOD.getBytes(US_ASCII);
    Token token = Token.parse(source).orElseThrow();
    assertThat(token).hasToString("Token[redacted]");
    token.close();
    token.lend(bytes -> assertThat(bytes).containsOnly(0));
    assertThat(source).isEqualTo(GOOD.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "jR4AdY9q4dd", "jR4AdY9q4ddj1", "jR4AdY9q4dd-", "jR4AdY9q4dd\n"})
  void an_id_has_twelve_digits(String value) {
    assertThatThrownBy(() -> new TokenId(value)).isInstanceOf(InvalidInput.class);
  }

  private static String text(Token token) {
    return token.reveal(bytes -> new String(bytes, US_ASCII));
  }
}
