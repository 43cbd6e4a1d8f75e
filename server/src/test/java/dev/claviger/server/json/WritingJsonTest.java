package dev.claviger.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.SecretValue;
import org.junit.jupiter.api.Test;

class WritingJsonTest {
  private static String text(JsonWriter json) {
    return new String(json.take(), UTF_8);
  }

  @Test
  void puts_commas_where_they_belong() {
    var json = new JsonWriter().object().field("a", 1).field("none", null).list("b");
    json.object().field("c", true).endObject().object().endObject().endList();
    json.object("d").endObject().list("e").item("f").item("g").endList().endObject();
    assertThat(text(json))
        .isEqualTo("{\"a\":1,\"b\":[{\"c\":true},{}],\"d\":{},\"e\":[\"f\",\"g\"]}");
  }

  @Test
  void escapes_what_is_dangerous_in_json_or_in_a_page() {
    var json = new JsonWriter().object().field("a", "\"\\\n\r\t\u0000<é😀>").endObject();
    assertThat(text(json)).isEqualTo("{\"a\":\"\\\"\\\\\\n\\r\\t\\u0000\\u003cé😀\\u003e\"}");
  }

  @Test
  void gives_a_value_as_text_where_it_is_text() {
    try (var value = SecretValue.copyOf("é\n".getBytes(UTF_8))) {
      assertThat(text(new JsonWriter().object().value(value).endObject()))
          .isEqualTo("{\"value\":\"é\\n\",\"encoding\":\"utf8\"}");
    }
  }

  @Test
  void gives_a_value_as_base64_where_it_is_not() {
    try (var value = SecretValue.copyOf(new byte[] {0, 1, (byte) 0xff})) {
      assertThat(text(new JsonWriter().object().value(value).endObject()))
          .isEqualTo("{\"value\":\"AAH/\",\"encoding\":\"base64\"}");
    }
  }

  @Test
  void keeps_nothing() {
    var json = new JsonWriter().object().field("a", "x".repeat(10_000)).endObject();
    assertThat(json.take()).hasSize(10_008);
    assertThat(json.take()).isEmpty();
  }
}
