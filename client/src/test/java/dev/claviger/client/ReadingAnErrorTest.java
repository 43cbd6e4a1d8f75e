package dev.claviger.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingAnErrorTest {
  private static final String DETAILS =
      """
      {"code":"not_found","message":"no \\"such\\" thing \\u00e9","details":[
        {"type":"google.rpc.Other","value":"AAAA"},
        {"type":"google.rpc.ErrorInfo","value":"%s","debug":{"reason":"x"}}]}
      """
          .formatted(errorInfo());

  private static String errorInfo() {
    byte[] entry = new ProtoWriter().string(1, "request_id").string(2, "r-17").toBytes();
    byte[] info =
        new ProtoWriter()
            .string(1, "not_available")
            .string(2, "claviger")
            .bytes(3, entry)
            .toBytes();
    return Base64.getEncoder().withoutPadding().encodeToString(info);
  }

  @Test
  void our_code_comes_before_that_of_the_protocol() throws MalformedMessage {
    assertThat(ConnectError.ofBody(utf8(DETAILS)))
        .isEqualTo(new ConnectError("not_available", "no \"such\" thing é", "r-17"));
  }

  @Test
  void without_details_the_code_of_the_protocol_stands() throws MalformedMessage {
    assertThat(ConnectError.ofBody(utf8("{\"code\":\"unavailable\"}")))
        .isEqualTo(new ConnectError("unavailable", "unavailable", ""));
  }

  @Test
  void the_last_frame_of_a_stream_may_hold_none() throws MalformedMessage {
    assertThat(ConnectError.ofEndOfStream(utf8("{}"))).isNull();
    assertThat(ConnectError.ofEndOfStream(utf8("{\"error\":" + DETAILS + "}")))
        .extracting(ConnectError::code)
        .isEqualTo("not_available");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{",
        "[]",
        "{\"code\":1x}",
        "{\"code\":\"a\"} b",
        "{\"code\":\"\\q\"}"
      })
  void anything_else_is_malformed(String body) {
    assertThatThrownBy(() -> ConnectError.ofBody(utf8(body))).isInstanceOf(MalformedMessage.class);
  }

  @Test
  void nesting_has_a_limit() throws MalformedMessage {
    int most = JsonReader.MAX_DEPTH;
    assertThat(JsonReader.read("[".repeat(most) + "]".repeat(most))).isNotNull();
    String deeper = "[".repeat(most + 1) + "1" + "]".repeat(most + 1);
    assertThatThrownBy(() -> JsonReader.read(deeper)).isInstanceOf(MalformedMessage.class);
  }

  @Test
  void whatever_the_text_is_reading_ends_with_a_result_or_a_refusal() {
    var random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(DETAILS);
      text.setCharAt(random.nextInt(text.length()), "\"\\{}[],: u0".charAt(random.nextInt(11)));
      text.setLength(random.nextInt(text.length() + 1));
      try {
        assertThat(ConnectError.ofBody(utf8(text.toString()))).isNotNull();
      } catch (MalformedMessage e) {
        assertThat(e).hasMessageNotContaining("such");
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
