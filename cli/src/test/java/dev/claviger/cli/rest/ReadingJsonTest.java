package dev.claviger.cli.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingJsonTest {
  static Json read(String text) throws JsonReader.Malformed {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void every_kind_of_value() throws JsonReader.Malformed {
    Json value =
        read(" { \"a\" : [ 1 , \"x\\u00e9\\n\\ud83d\\udd11\" , true , null , {} ] , \"n\" : 42 } ");
    assertThat(value.items("a")).hasSize(5);
    assertThat(value.items("a").get(1)).isEqualTo(new Json.Text("xé\n🔑"));
    assertThat(value.number("n")).isEqualTo(42);
    assertThat(value.find("missing")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "'x'",
        "\"x",
        "01",
        "1.",
        "nul",
        "tru",
        "[1] 2",
        "\"\\x\"",
        "\"\\u12g4\"",
        "{\"a\":1,\"a\":2}",
        "+1",
        "NaN",
      })
  void what_is_not_json_is_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JsonReader.Malformed.class);
  }

  @Test
  void values_nest_so_deep_and_no_deeper() throws JsonReader.Malformed {
    int most = JsonReader.MAX_DEPTH;
    assertThat(read("[".repeat(most) + "1" + "]".repeat(most))).isInstanceOf(Json.Items.class);
    assertThatThrownBy(() -> read("[".repeat(most + 1) + "1" + "]".repeat(most + 1)))
        .isInstanceOf(JsonReader.Malformed.class);
  }
}
