package dev.claviger.server.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.TooLarge;
import dev.claviger.model.SecretValue;
import dev.claviger.server.json.Shape.Field;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// L-2, D-1: what is wrong is named, and never repeated.
class ReadingJsonTest {
  private static final Shape SHAPE =
      Shape.of(
          Field.text("name").must(),
          Field.secret("value"),
          Field.flag("flag"),
          Field.text("maybe").orNull(),
          Field.list("items", Shape.of(Field.text("key"), Field.secret("value"))));

  private static JsonObject parse(String json) {
    return JsonObject.parse(json.getBytes(UTF_8), SHAPE);
  }

  private static String value(String json) {
    try (var object = parse(json);
        SecretValue value = object.mustSecret("value").asValue()) {
      return value.reveal(bytes -> new String(bytes, UTF_8));
    }
  }

  @Test
  void takes_every_kind_of_field() {
    try (var object =
        parse(
            """
            {"name": "n", "flag": true, "maybe": null,
             "items": [{"key": "a", "value": "1"}, {"key": "b"}]}
            """)) {
      assertThat(object.must("name")).isEqualTo("n");
      assertThat(object.flag("flag")).contains(true);
      assertThat(object.isNull("maybe")).isTrue();
      assertThat(object.text("maybe")).isEmpty();
      assertThat(object.secret("value")).isEmpty();
      assertThat(object.list("items"))
          .extracting(item -> item.must("key"))
          .containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "ü€😀",
        "line\nbreak\ttab\r",
        "quote\" back\\ slash/",
        "\b\f",
        "\u0001\u001f",
        "-----BEGIN KEY-----\nMII=\n-----END KEY-----\n"
      })
  void reads_a_secret_as_any_writer_writes_it(String text) {
    var json = new JsonWriter().object().field("name", "n");
    json.secret("value", text.getBytes(UTF_8));
    assertThat(value(new String(json.endObject().take(), UTF_8))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          \\u0041,     A
          \\u00e9,     é
          \\u20AC,     €
          \\ud83d\\ude00, 😀
          a\\/b,       a/b
          """)
  void reads_escapes(String escaped, String text) {
    assertThat(value("{\"value\":\"" + escaped + "\",\"name\":\"n\"}")).isEqualTo(text);
  }

  @Test
  void reads_a_secret_wherever_it_stands() {
    assertThat(value(" {\n \"value\" :  \"x\" , \"name\":\"é\"}")).isEqualTo("x");
    assertThat(value("{\"name\":\"é😀\",\"value\":\"y\"}")).isEqualTo("y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          canary                          | the body is not valid JSON, or beyond its limits
          ["canary"]                      | the body must be a JSON object
          {"name":canary}                 | the body is not valid JSON, or beyond its limits
          {"name":"canary"} x             | the body is not valid JSON, or beyond its limits
          {"name":"canary"} {}            | the body must end behind its object
          {"name":"canary","name":"b"}    | name stands there twice
          {"name":"a","other":"canary"}   | other is not known here
          {"name":"a","ü b":"canary"}     | a field is not known here
          {"name":["canary"]}             | name must be text
          {"name":5}                      | name must be text
          {"name":null}                   | name must be text
          {"name":"a","flag":"canary"}    | flag must be true or false
          {"name":"a","value":5}          | value must be text
          {"name":"a","value":"canary\\x"}| value has an unknown escape
          {"name":"a","value":"\\ud83d c"}| value has half of a surrogate pair
          {"name":"a","value":"canary     | value has no end
          {"name":"a","items":["canary"]} | items must be a list of objects
          {"name":"a","items":[{"key":"a","x":"canary"}]} | x is not known here
          {}                              | name is missing
          """)
  void says_what_is_wrong_and_never_repeats_it(String json, String message) {
    assertThatThrownBy(() -> parse(json).mustSecret("value").asValue().close())
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("canary");
  }

  @Test
  void refuses_what_is_not_utf8() {
    byte[] latin = "{\"name\":\"é\"}".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> JsonObject.parse(latin, SHAPE)).hasMessage("the body must be UTF-8");
  }

  @Test
  void bounds_depth_length_and_number_of_things() {
    assertThatThrownBy(() -> parse("[".repeat(1_000))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("{\"name\":\"" + "x".repeat(10_000) + "\"}"))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("{\"flag\":" + "1".repeat(10_000) + "}"))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> parse("{\"items\":[" + "{},".repeat(100_000) + "{}],\"name\":\"a\"}"))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void takes_the_largest_value_and_nothing_larger() {
    String largest = "x".repeat(SecretValue.MAX_BYTES);
    assertThat(value("{\"name\":\"n\",\"value\":\"" + largest + "\"}")).hasSize(largest.length());
    assertThatThrownBy(() -> value("{\"name\":\"n\",\"value\":\"x" + largest + "\"}"))
        .isInstanceOf(TooLarge.class);
  }

  @Test
  void decodes_base64_of_the_largest_value_and_nothing_larger() {
    byte[] largest = new byte[SecretValue.MAX_BYTES];
    try (var object = parse(base64(largest));
        SecretValue value = object.mustSecret("value").decoded()) {
      assertThat(value.<Integer>reveal(bytes -> bytes.length)).isEqualTo(largest.length);
    }
    try (var object = parse(base64(new byte[SecretValue.MAX_BYTES + 1]))) {
      assertThatThrownBy(() -> object.mustSecret("value").decoded()).isInstanceOf(TooLarge.class);
    }
  }

  @Test
  void refuses_what_is_not_base64_without_repeating_it() {
    try (var object = parse("{\"name\":\"n\",\"value\":\"canary!\"}")) {
      assertThatThrownBy(() -> object.mustSecret("value").decoded())
          .hasMessage("value must be base64, as its encoding says");
    }
  }

  @Test
  void wipes_a_secret_when_closed() {
    var object = parse("{\"name\":\"n\",\"value\":\"abc\"}");
    SecretText secret = object.mustSecret("value");
    object.close();
    try (SecretValue value = secret.asValue()) {
      assertThat(value.<String>reveal(bytes -> new String(bytes, UTF_8))).isEqualTo("\0\0\0");
    }
    assertThat(secret).hasToString("SecretText[redacted]");
  }

  private static String base64(byte[] bytes) {
    return "{\"name\":\"n\",\"value\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
  }
}
