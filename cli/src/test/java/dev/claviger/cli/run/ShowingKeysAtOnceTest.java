package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On a terminal, what somebody types appears before it can be known whether it becomes a value.
class ShowingKeysAtOnceTest {
  private static final String MASK = "[SECRET_REDACTED]";

  private final KnownValues known = new KnownValues();
  private final Masker masker = new Masker(known::patterns);

  @BeforeEach
  void there_are_values() {
    for (String value : List.of("hunter2", "sk-proj-4f8hQ2", "abcdefgh", "efghijkl")) {
      try (var secret = SecretValue.copyOf(value.getBytes(UTF_8))) {
        known.learn(Map.of(new SecretName("N" + value.length() + value.charAt(0)), secret));
      }
    }
  }

  private String next(String piece) {
    byte[] bytes = piece.getBytes(UTF_8);
    return new String(masker.next(bytes, bytes.length), UTF_8);
  }

  private String little() {
    return new String(masker.little(), UTF_8);
  }

  @Test
  void one_key_and_two_are_shown_and_a_third_is_not() {
    assertThat(next("$ h")).isEqualTo("$ ");
    assertThat(masker.holdsLittle()).isTrue();
    assertThat(little()).isEqualTo("h");
    assertThat(masker.holdsLittle()).isFalse();
    assertThat(little()).isEmpty();
    assertThat(next("u") + little()).isEqualTo("u");
    assertThat(next("n") + little()).isEmpty();
    assertThat(next("ter2") + little()).isEqualTo(MASK);
    assertThat(new String(masker.end(), UTF_8)).isEmpty();
  }

  @Test
  void what_becomes_no_value_appears_once() {
    assertThat(next("h") + little() + next("u") + little() + next("n") + next("g\n"))
        .isEqualTo("hung\n");
    assertThat(next("h") + little() + next("\n")).isEqualTo("h\n");
    assertThat(next("h") + little() + new String(masker.end(), UTF_8)).isEqualTo("h");
  }

  @Test
  void values_that_overlap_are_one_replacement_all_the_same() {
    assertThat(next("ab") + little() + next("cdefgh") + little() + next("ijkl") + little())
        .isEqualTo("ab" + MASK);
  }

  @Test
  void no_more_than_two_characters_of_a_value_are_ever_shown() {
    for (long seed = 0; seed < 500; seed++) { // a failure names its seed
      var random = new Random(seed);
      var text = new StringBuilder();
      var expected = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        String filler = "~".repeat(random.nextInt(5)) + "\n";
        text.append(filler).append(i % 2 == 0 ? "hunter2" : "sk-proj-4f8hQ2");
        expected.append(filler).append(MASK);
      }
      var printed = new StringBuilder();
      for (int at = 0; at < text.length(); ) {
        int end = Math.min(text.length(), at + 1 + random.nextInt(3));
        printed.append(next(text.substring(at, end)));
        printed.append(random.nextBoolean() ? little() : "");
        at = end;
      }
      printed.append(new String(masker.end(), UTF_8));
      String without = printed.toString().replaceAll("(hu?|sk?)(?=\\[SECRET_REDACTED])", "");
      assertThat(without).as("seed %d", seed).isEqualTo(expected.toString());
    }
  }
}
