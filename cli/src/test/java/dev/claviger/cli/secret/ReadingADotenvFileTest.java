package dev.claviger.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.frame.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingADotenvFileTest {

  static Map<String, String> read(String text) {
    var found = new LinkedHashMap<String, String>();
    try (DotenvFile file = DotenvFile.parse("app.env", text.getBytes(StandardCharsets.UTF_8))) {
      for (NewValue each : file.values()) {
        each.lend(
            bytes -> found.put(each.name().value(), new String(bytes, StandardCharsets.UTF_8)));
      }
    }
    return found;
  }

  @Nested
  class What_it_accepts {
    @Test
    void names_and_values_with_comments_and_empty_lines() {
      assertThat(read("# all of it\n\nA=1\n  B = two words  # for B\nexport C=x#y\nD=\n"))
          .containsExactly(
              Map.entry("A", "1"),
              Map.entry("B", "two words"),
              Map.entry("C", "x#y"),
              Map.entry("D", ""));
    }

    @Test
    void single_quotes_keep_everything() {
      assertThat(read("A='  a\\n$B \"# ' # comment")).containsEntry("A", "  a\\n$B \"# ");
    }

    @Test
    void double_quotes_know_escapes_and_span_lines() {
      assertThat(
              read("A=\"one\\ntwo\\t\\\"x\\\" \\\\ \\$B\"\nB=\"-----BEGIN\nabc\n-----END\"\nC=3"))
          .containsExactly(
              Map.entry("A", "one\ntwo\t\"x\" \\ $B"),
              Map.entry("B", "-----BEGIN\nabc\n-----END"),
              Map.entry("C", "3"));
    }

    @Test
    void nothing_is_replaced() {
      assertThat(read("A=$HOME/`x`\nB=\"${A}\"")).containsEntry("A", "$HOME/`x`");
      assertThat(read("B=\"${A}\"")).containsEntry("B", "${A}");
    }

    @Test
    void the_line_ends_and_the_byte_order_mark_of_windows() {
      assertThat(read("\ufeffA=1\r\nB='2'\r\n"))
          .containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
    }

    @Test
    void values_in_any_language() {
      assertThat(read("A=Schlüssel 鍵 🔑")).containsEntry("A", "Schlüssel 鍵 🔑");
    }

    @Test
    void five_hundred_values() {
      var text = new StringBuilder();
      for (int i = 0; i < DotenvFile.MAX_VALUES; i++) {
        text.append("N").append(i).append("=x\n");
      }
      assertThat(read(text.toString())).hasSize(DotenvFile.MAX_VALUES);
      assertThatThrownBy(() -> read(text + "MORE=x\n"))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("line 501");
    }
  }

  @Nested
  class What_it_refuses {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "A=1~hunter2         | app.env line 2 has no =",
          "A=1~A=hunter2       | app.env line 2 sets A again",
          "'A=''hunter2'       | app.env line 1 has no closing quote",
          "A=1~B=\"x~hunter2   | app.env line 2 has no closing quote",
          "A=\"x\" hunter2     | app.env line 1 has text behind its closing quote",
          "A=\"\\hunter2\"     | app.env line 1 has a \\ before",
          "hunter2-x=1         | app.env line 1 has a name that cannot be used",
          "=hunter2            | app.env line 1 has a name that cannot be used",
        })
    void with_the_line_and_never_what_stands_in_it(String text, String message) {
      assertThatThrownBy(() -> read(text.replace('~', '\n')))
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith(message)
          .message()
          .doesNotContain("hunter2");
    }

    @Test
    void a_byte_that_no_environment_can_hold() {
      assertThatThrownBy(() -> read("A=1\nB=x\u0000y"))
          .hasMessage("app.env line 2 holds a NUL byte");
    }
  }
}
