package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A value that must not be found where it has no business. No two are alike.
///
/// @param name tells it apart in messages, since its text is of no use there
public record Marker(String name, String text) {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String SPECIAL = " !\"#$%&()*+,-./:;<=>?@[\\]^_{|}~";

  /// What no name of anything may hold. A value that could be a name is shown like one, where it
  /// was given as one.
  private static final String IN_NO_NAME = " !\"#$%&()*+,;<=>?[\\]^{|}~";

  private static final int FIRST_OF_FOUR_BYTES = 0x20000; // CJK, extension B
  private static final int OF_FOUR_BYTES = 0xa000;

  /// What the text of a marker is made of.
  public enum Kind {
    /// Letters, digits and what JSON, URLs and shells escape.
    ASCII,
    /// The same with letters of two and three bytes.
    UTF8,
    /// Several lines, as a PEM file.
    LINES,
    /// Three code points of four bytes each, and nothing else.
    FOUR_BYTES,
    /// Seven bytes, so that it can be looked for in text only.
    SHORT
  }

  /// So many markers, of all kinds in turn.
  public static List<Marker> of(Random random, int count) {
    var markers = new ArrayList<Marker>();
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      markers.add(new Marker(i + " " + kind, text(kind, random)));
    }
    return markers;
  }

  /// Of one kind.
  public static Marker of(Random random, Kind kind) {
    return new Marker(kind.name(), text(kind, random));
  }

  private static String text(Kind kind, Random random) {
    return switch (kind) {
      case ASCII -> letters(random, 8) + special(random, 4) + letters(random, 8);
      case UTF8 -> letters(random, 6) + "äß€" + special(random, 2) + "Ωж漢" + letters(random, 6);
      case LINES ->
          IntStream.range(0, 4)
              .mapToObj(_ -> letters(random, 24) + special(random, 2))
              .collect(Collectors.joining("\n", "-----BEGIN\n", "\nEND-----\n"));
      case FOUR_BYTES -> fourBytes(random) + fourBytes(random) + fourBytes(random);
      case SHORT -> letters(random, 3) + special(random, 1) + letters(random, 3);
    };
  }

  private static String letters(Random random, int count) {
    return drawn(LETTERS, random, count);
  }

  private static String special(Random random, int count) {
    return drawn(IN_NO_NAME, random, 1) + drawn(SPECIAL, random, count - 1);
  }

  private static String drawn(String from, Random random, int count) {
    return random
        .ints(count, 0, from.length())
        .mapToObj(i -> String.valueOf(from.charAt(i)))
        .collect(Collectors.joining());
  }

  private static String fourBytes(Random random) {
    return Character.toString(FIRST_OF_FOUR_BYTES + random.nextInt(OF_FOUR_BYTES));
  }

  public byte[] bytes() {
    return text.getBytes(UTF_8);
  }

  /// Never the text: this is read in messages of tests.
  @Override
  public String toString() {
    return name;
  }
}
