package dev.claviger.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShowingAnswersTest {
  static Json json(String text) throws JsonReader.Malformed {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_table_has_columns_as_wide_as_what_stands_in_them() throws JsonReader.Malformed {
    List<Json> elements =
        json("{\"all\":[{\"a\":\"x\",\"b\":1},{\"a\":\"longer\",\"c\":true}]}").items("all");
    assertThat(Table.of(List.of(Column.of("A", "a"), Column.of("B", "b")), elements))
        .isEqualTo("A       B\nx       1\nlonger  –\n");
  }

  @Test
  void a_table_is_not_bent_by_what_stands_in_it() throws JsonReader.Malformed {
    List<Json> elements = json("{\"all\":[{\"a\":\"x\\ny\\u001b]0;z\\u0007\"}]}").items("all");
    assertThat(Table.of(List.of(Column.of("A", "a")), elements))
        .isEqualTo("A\nx y\\u001b]0;z\\u0007\n");
  }

  @Test
  void one_thing_is_a_line_for_each_field() throws JsonReader.Malformed {
    assertThat(Table.ofFields(json("{\"name\":\"shop\",\"rights\":[\"a\",\"b\"],\"none\":null}")))
        .isEqualTo("name    shop\nrights  a, b\n");
  }

  @Test
  void json_comes_out_as_it_came_in() throws JsonReader.Malformed {
    String text = "{\"a\":[1,2.50,-3e4],\"b\":{\"c\":null,\"d\":true},\"e\":\"\\\"\\\\\\n\"}";
    assertThat(JsonText.of(json(text), false)).isEqualTo(text);
  }

  @Test
  void json_for_people_is_spread() throws JsonReader.Malformed {
    assertThat(JsonText.of(json("{\"a\":[1,2],\"b\":{}}"), true))
        .isEqualTo("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
  }

  @Test
  void json_escapes_what_a_terminal_obeys() {
    assertThat(JsonText.quoted("\u001b[0m\u009b\u202e\u007f"))
        .isEqualTo("\"\\u001b[0m\\u009b\\u202e\\u007f\"");
  }

  @Test
  void yaml_quotes_every_string() throws JsonReader.Malformed {
    Json value = json("{\"list\":[{\"a\":\"no\",\"b\":1},\"x\"],\"empty\":[],\"on\":\"a: b\\nc\"}");
    assertThat(YamlText.of(value))
        .isEqualTo(
            """
            list:
              -
                a: "no"
                b: 1
              - "x"
            empty: []
            "on": "a: b\\nc"
            """);
  }

  @Test
  void a_time_that_is_none_stays_as_it_is() {
    assertThat(Times.shown("never")).isEqualTo("never");
    assertThat(Times.near("2026-11-29T09:41:00.000Z")).startsWith("Nov 29 ");
  }
}
