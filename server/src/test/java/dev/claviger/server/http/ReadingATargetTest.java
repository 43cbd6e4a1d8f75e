package dev.claviger.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.InvalidInput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// P-1, L-7: what two readers could take for two things is refused before anything is routed.
class ReadingATargetTest {
  private static final int RUNS = 200_000;

  @Test
  void splits_and_decodes_once() {
    Target target = Target.parse("/api/user%3Amara/%25", "a=b%20c+d&e&f=%26");
    assertThat(target.segments()).containsExactly("api", "user:mara", "%");
    assertThat(target.query())
        .containsEntry("a", "b c d")
        .containsEntry("e", "")
        .containsEntry("f", "&");
    assertThat(Target.parse("/", "").segments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2fb", "/a%2Fb", "/a%5cb", "/a%5Cb", "/a%00", "/a;x=1", "/a%3bx", "//a", "/a//b", "/a/",
        "/./a", "/../a", "/a/..", "/%2e/a", "/%2e%2e/a", "/.%2e", "/a\\b", "/a%0ab", "/a%7f", "/%",
        "/%2", "/%zz", "/%c0%ae", "/%ff", "/é", "a", ""
      })
  void refuses_an_ambiguous_path(String path) {
    assertThatThrownBy(() -> Target.parse(path, "")).isInstanceOf(InvalidInput.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token=canary",
        "access_token=canary",
        "api_key=canary",
        "a=1&Token=canary",
        "t%6fken=canary"
      })
  void refuses_a_credential_in_the_query(String query) {
    assertThatThrownBy(() -> Target.parse("/", query))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("must not hold a credential")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @CsvSource({"a=1&a=2", "a=%", "a=%ff"})
  void refuses_an_ambiguous_query(String query) {
    assertThatThrownBy(() -> Target.parse("/", query)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void bounds_the_length() {
    assertThat(Target.parse("/" + "a".repeat(Target.MAX_LENGTH - 1), "").segments()).hasSize(1);
    assertThatThrownBy(() -> Target.parse("/" + "a".repeat(Target.MAX_LENGTH), ""))
        .isInstanceOf(InvalidInput.class);
  }

  /// Whatever is accepted has one reading: written out again, it is read as the same.
  @Test
  void what_is_accepted_has_one_reading() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<String> pieces =
        List.of(
            "a", "B", "/", "//", ".", "..", "%2e", "%2f", "%5C", "%00", ";", "\\", "%41", "%c3%a9",
            "%c0", "+", ":");
    for (int run = 0; run < RUNS; run++) {
      var path = new StringBuilder("/");
      int length = random.nextInt(6);
      for (int i = 0; i < length; i++) {
        path.append(pieces.get(random.nextInt(pieces.size())));
      }
      check(path.toString(), seed);
    }
  }

  private static void check(String path, long seed) {
    List<String> segments;
    try {
      segments = Target.parse(path, "").segments();
    } catch (InvalidInput _) {
      return;
    }
    assertThat(segments)
        .as("seed %d, path %s", seed, path)
        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."))
        .noneMatch(part -> part.matches(".*[/\\\\;\\x00-\\x1f].*"))
        .hasSize(path.equals("/") ? 0 : path.substring(1).split("/", -1).length);
  }
}
