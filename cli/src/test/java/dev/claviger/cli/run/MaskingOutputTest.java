package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// I12, and SECURITY L-4: forms, cuts, and what must not be garbled.
class MaskingOutputTest {
  private static final String MASK = "[SECRET_REDACTED]";
  private static final List<String> VALUES =
      List.of(
          "sk-proj-4f8hQ2",
          "p@ss w/rd+\"quoted\"&<more>",
          "-----BEGIN KEY-----\nMIIEvQIBADANBg/kqhkiG9w0B+AQEFAASCBK\nabcdefgh12345678\n-----END KEY-----\n",
          "schlüssel-€-𝄞𝄞𝄞",
          "aaaaaaaa",
          "abab",
          "x".repeat(100_000) + "end");

  private KnownValues known = new KnownValues();
  private long names;

  private void learn(byte[] value) {
    try (var secret = SecretValue.copyOf(value)) {
      known.learn(Map.of(new SecretName("N" + names++), secret));
    }
  }

  private void learn(String... values) {
    for (String value : values) {
      learn(value.getBytes(UTF_8));
    }
  }

  /// What is printed when `text` comes in pieces that end at `cuts`.
  private String masked(byte[] text, int... cuts) {
    var masker = new Masker(known::patterns);
    var printed = new ByteArrayOutputStream();
    int from = 0;
    for (int cut : cuts) {
      byte[] piece = Arrays.copyOfRange(text, from, cut);
      printed.writeBytes(masker.next(piece, piece.length));
      from = cut;
    }
    byte[] rest = Arrays.copyOfRange(text, from, text.length);
    printed.writeBytes(masker.next(rest, rest.length));
    printed.writeBytes(masker.end());
    return printed.toString(UTF_8);
  }

  private String masked(String text, int... cuts) {
    return masked(text.getBytes(UTF_8), cuts);
  }

  @Test
  void a_value_is_replaced() {
    learn("hunter2");
    assertThat(masked("password: hunter2!\n")).isEqualTo("password: " + MASK + "!\n");
  }

  @Test
  void it_is_found_wherever_the_output_is_cut() {
    learn("hunter2", "hunter22-longer");
    String text = "a hunter2 b hunter22-longer c hunterhunter2 d";
    String expected = "a " + MASK + " b " + MASK + " c hunter" + MASK + " d";
    for (int one = 0; one <= text.length(); one++) {
      for (int other = one; other <= text.length(); other++) {
        assertThat(masked(text, one, other)).isEqualTo(expected);
      }
    }
  }

  @Test
  void every_form_of_every_value_is_found_in_any_pieces() {
    learn(VALUES.toArray(String[]::new));
    for (long seed = 0; seed < 400; seed++) { // a failure names its seed
      var random = new Random(seed);
      var text = new ByteArrayOutputStream();
      var expected = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        String filler = "~".repeat(random.nextInt(40)) + "\n";
        text.writeBytes(filler.getBytes(UTF_8));
        expected.append(filler);
        String value = VALUES.get(random.nextInt(seed % 40 == 0 ? VALUES.size() : 6));
        List<byte[]> forms = List.copyOf(ValueForms.of(value.getBytes(UTF_8)));
        text.writeBytes(forms.get(random.nextInt(forms.size())));
        expected.append(MASK);
      }
      byte[] whole = text.toByteArray();
      int[] cuts = random.ints(random.nextInt(20), 0, whole.length + 1).sorted().toArray();
      assertThat(masked(whole, cuts)).as("seed %d", seed).isEqualTo(expected.toString());
    }
  }

  @Test
  void base64_is_found_at_each_of_three_places_and_leaves_at_most_its_neighbours() {
    learn("sk-proj-4f8hQ2");
    for (int before = 0; before < 3; before++) {
      for (String after : List.of("", "!", "!!")) {
        byte[] around = ("?".repeat(before) + "sk-proj-4f8hQ2" + after).getBytes(UTF_8);
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          String printed = masked("<" + encoder.encodeToString(around) + ">");
          assertThat(printed).contains(MASK);
          assertThat(printed.replace(MASK, "")).hasSizeLessThanOrEqualTo(2 + 2 * 4);
        }
      }
    }
  }

  @Test
  void a_form_is_found_across_the_ends_of_64_kibibyte_buffers() {
    learn("hunter2");
    for (int shift = 0; shift < 8; shift++) {
      String text = "~".repeat(64 * 1024 - shift) + "hunter2~";
      assertThat(masked(text, 64 * 1024)).endsWith("~" + MASK + "~").doesNotContain("hunter2");
    }
  }

  @Test
  void overlapping_values_are_replaced_as_one() {
    learn("abcdef", "defghi", "aaaa");
    assertThat(masked("xabcdefghix")).isEqualTo("x" + MASK + "x");
    assertThat(masked("baaaaaaab")).isEqualTo("b" + MASK + "b");
    assertThat(masked("abcdefabcdef")).isEqualTo(MASK + MASK);
  }

  @Test
  void lines_of_a_value_are_found_one_by_one() {
    learn(VALUES.get(2));
    assertThat(masked("log: MIIEvQIBADANBg/kqhkiG9w0B+AQEFAASCBK\r\nlog: abcdefgh12345678\r\n"))
        .isEqualTo("log: " + MASK + "\r\nlog: " + MASK + "\r\n");
  }

  @Test
  void a_line_break_at_the_end_of_a_value_does_not_hide_it() {
    learn("hunter2\n");
    assertThat(masked("is hunter2, yes")).isEqualTo("is " + MASK + ", yes");
  }

  @Test
  void bytes_that_are_no_text_are_found_too() {
    byte[] value = {(byte) 0xFF, 0x01, (byte) 0x80, (byte) 0xC3, 0x28};
    learn(value);
    assertThat(masked(("a" + new String(value, ISO_8859_1) + "b").getBytes(ISO_8859_1)))
        .isEqualTo("a" + MASK + "b");
    assertThat(masked("ff0180c328")).isEqualTo(MASK);
  }

  @Test
  void what_cannot_be_the_beginning_of_a_value_appears_at_once() {
    learn(VALUES.toArray(String[]::new));
    var masker = new Masker(known::patterns);
    for (String line : List.of("Ready.\n", "Your name? ", "50 %\r", "$ ", "> ", "\n", "é")) {
      byte[] bytes = line.getBytes(UTF_8);
      assertThat(new String(masker.next(bytes, bytes.length), UTF_8)).isEqualTo(line);
    }
  }

  @Test
  void only_the_possible_beginning_of_a_value_waits() {
    learn("hunter2");
    var masker = new Masker(known::patterns);
    assertThat(new String(masker.next("a hunt".getBytes(UTF_8), 6), UTF_8)).isEqualTo("a ");
    assertThat(new String(masker.next("ing".getBytes(UTF_8), 3), UTF_8)).isEqualTo("hunting");
    assertThat(masker.end()).isEmpty();
  }

  @Test
  void nothing_is_lost_at_the_end() {
    learn("hunter2");
    assertThat(masked("the hunter")).isEqualTo("the hunter");
    assertThat(masked("")).isEmpty();
  }

  @Test
  void a_value_that_is_learned_meanwhile_counts_for_what_is_held_back() {
    learn("hunter2");
    var masker = new Masker(known::patterns);
    byte[] first = "hunt".getBytes(UTF_8);
    assertThat(masker.next(first, first.length)).isEmpty();
    learn("huntsman");
    byte[] second = "sman hunter2".getBytes(UTF_8);
    assertThat(new String(masker.next(second, second.length), UTF_8)).isEqualTo(MASK + " " + MASK);
  }

  @Test
  void former_values_are_remembered_for_a_while() {
    var name = new SecretName("ROTATED");
    for (int version = 1; version <= KnownValues.MAX_REMEMBERED + 1; version++) {
      try (var value = SecretValue.copyOf(("value-number-" + version).getBytes(UTF_8))) {
        known.learn(Map.of(name, value));
      }
    }
    assertThat(masked("value-number-1")).isEqualTo("value-number-1");
    assertThat(masked("value-number-2 value-number-9")).isEqualTo(MASK + " " + MASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a", "abc", "12345", "0", "true", "FALSE", "yes", "no", "on", "off", "null", "None",
        " ab \n", "    ", "12345\n"
      })
  void ordinary_values_are_left_alone_and_named(String value) {
    learn(value);
    assertThat(masked("abc 12345 true FALSE None \n")).isEqualTo("abc 12345 true FALSE None \n");
    assertThat(known.unmaskable()).containsExactly("N0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abcd", "123456", "1234a", "truth", "é12"})
  void values_just_beyond_ordinary_are_masked(String value) {
    learn(value);
    assertThat(masked("<" + value + ">")).isEqualTo("<" + MASK + ">");
    assertThat(known.unmaskable()).isEmpty();
  }

  @Test
  void ordinary_output_passes_through_unchanged() {
    learn(VALUES.toArray(String[]::new));
    var random = new Random(5);
    for (int round = 0; round < 50; round++) {
      var text = new byte[random.nextInt(20_000)];
      random.nextBytes(text);
      var cuts = new ArrayList<Integer>();
      for (int at = 0; at < text.length; at += 1 + random.nextInt(5_000)) {
        cuts.add(at);
      }
      int[] pieces = cuts.stream().mapToInt(Integer::intValue).toArray();
      assertThat(masked(text, pieces)).isEqualTo(new String(text, UTF_8));
    }
  }

  @Test
  void each_form_is_found_wherever_two_writes_cut_it() {
    for (String value : VALUES.subList(0, 6)) {
      learn(value);
      for (byte[] form : ValueForms.of(value.getBytes(UTF_8))) {
        byte[] text = new byte[form.length + 2];
        text[0] = '~';
        System.arraycopy(form, 0, text, 1, form.length);
        text[form.length + 1] = '~';
        for (int cut = 0; cut <= text.length; cut++) {
          assertThat(masked(text, cut)).isEqualTo("~" + MASK + "~");
        }
      }
    }
  }

  /// L-4: as a part of a longer text that an encoder breaks into lines.
  @Test
  void base64_in_lines_shows_no_part_of_a_value() {
    for (long seed = 0; seed < 300; seed++) { // a failure names its seed
      var random = new Random(seed);
      known = new KnownValues();
      var value = new byte[16 + random.nextInt(600)];
      random.nextBytes(value);
      learn(value);
      int before = random.nextInt(100);
      var text = new byte[before + value.length + random.nextInt(100)];
      System.arraycopy(value, 0, text, before, value.length);
      int width = 4 * (10 + random.nextInt(20));
      byte[] lines = Base64.getMimeEncoder(width, new byte[] {'\n'}).encode(text);
      String printed = masked(lines, random.ints(5, 0, lines.length).sorted().toArray());
      String shown = printed.replace("\n", "");
      String encoded = Base64.getEncoder().encodeToString(text);
      int end = (before + value.length) * 8 / 6;
      boolean hidden = true;
      for (int at = (before * 8 + 5) / 6; at + 12 <= end; at++) {
        hidden &= !shown.contains(encoded.substring(at, at + 12));
      }
      assertThat(hidden).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void each_line_of_a_value_is_found_alone_whatever_stands_around_it() {
    for (long seed = 0; seed < 100; seed++) { // a failure names its seed
      var random = new Random(seed);
      known = new KnownValues();
      var lines = new ArrayList<String>();
      for (int i = 2 + random.nextInt(8); i > 0; i--) {
        lines.add(letters(random, 8 + random.nextInt(60)));
      }
      learn(String.join(random.nextBoolean() ? "\n" : "\r\n", lines) + "\n");
      Collections.shuffle(lines, random);
      var text = new StringBuilder();
      var expected = new StringBuilder();
      for (String line : lines) {
        String start = "  | ".substring(random.nextInt(4));
        String end = List.of("\n", "\r\n", "\\n", "\",\n").get(random.nextInt(4));
        text.append(start).append(line).append(end);
        expected.append(start).append(MASK).append(end);
      }
      int[] cuts = random.ints(4, 0, text.length()).sorted().toArray();
      assertThat(masked(text.toString(), cuts)).as("seed %d", seed).isEqualTo(expected.toString());
    }
  }

  private static String letters(Random random, int length) {
    return random
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
