package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.spec.testkit.Marker;
import dev.claviger.spec.testkit.Marker.Kind;
import dev.claviger.spec.testkit.MarkerForm;
import dev.claviger.spec.testkit.MarkerPlace;
import dev.claviger.spec.testkit.MarkerSearch;
import dev.claviger.spec.testkit.MarkerSearch.Find;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The search that others rely on to find nothing finds what is there.
class MarkerSearchTest {
  private static final int PIECE = 1 << 20;

  private final Random random = new Random(20261125);
  private final List<Marker> others = Marker.of(random, 200);

  private List<Find> findsIn(Marker marker, byte[]... pieces) {
    var all = new ArrayList<>(others);
    all.add(marker);
    var search = new MarkerSearch(all);
    for (byte[] piece : pieces) {
      search.bytes(MarkerPlace.DATA_FOLDER, piece);
    }
    return List.copyOf(search.finds());
  }

  private byte[] noise(int length, boolean binary) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    for (int i = 0; i < length; i++) {
      noise[i] = binary ? noise[i] : (byte) (' ' + (noise[i] & 63));
    }
    return noise;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_of_marker_in_each_spelling_in_text(Kind kind) {
    for (MarkerForm form : MarkerForm.values()) {
      Marker marker = Marker.of(random, kind);
      for (String spelling : MarkerSpelling.of(form, marker.text())) {
        byte[] text = joined(noise(1000, false), spelling.getBytes(UTF_8), noise(1000, false));
        assertThat(findsIn(marker, text))
            .as(spelling)
            .extracting(Find::marker)
            .containsOnly(marker.name());
        assertThat(findsIn(marker, text))
            .as(spelling)
            .extracting(Find::form)
            .containsAnyOf(form, MarkerForm.PLAIN); // JSON escapes nothing of some markers
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_kind_of_marker_in_binary_files_if_it_is_long_enough(Kind kind) {
    for (MarkerForm form : MarkerForm.values()) {
      Marker marker = Marker.of(random, kind);
      byte[] spelled = MarkerSpelling.of(form, marker.text()).getFirst().getBytes(UTF_8);
      byte[] file = joined(noise(5000, true), new byte[1], spelled, noise(5000, true));
      assertThat(findsIn(marker, file).isEmpty())
          .as("%s %s", kind, form)
          .isEqualTo(kind == Kind.SHORT);
    }
  }

  @Test
  void where_one_piece_that_is_read_ends_and_the_next_begins() {
    for (MarkerForm form : MarkerForm.values()) {
      Marker marker = Marker.of(random, Kind.LINES);
      byte[] spelled = MarkerSpelling.of(form, marker.text()).getFirst().getBytes(UTF_8);
      byte[] before = noise(2 * PIECE + 2000, false);
      for (int from = PIECE - 1000; from < PIECE + 1000; from += 97) {
        byte[] text = joined(Arrays.copyOf(before, from), spelled, noise(PIECE, false));
        assertThat(findsIn(marker, text)).as("%s at %d", form, from).isNotEmpty();
      }
    }
  }

  @Test
  void in_names_of_files_and_in_files_of_folders(@TempDir Path folder) throws IOException {
    Marker named = Marker.of(random, Kind.FOUR_BYTES);
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(
        folder
            .resolve("a/b")
            .resolve(MarkerSpelling.of(MarkerForm.HEX_LOWER, named.text()).getFirst()),
        "");
    Files.writeString(folder.resolve("a/c"), others.getFirst().text());
    var all = new ArrayList<>(others);
    all.add(named);
    var search = new MarkerSearch(all);
    search.folder(MarkerPlace.DATA_FOLDER, folder);
    assertThat(search.finds())
        .extracting(Find::marker)
        .containsOnly(named.name(), others.getFirst().name());
  }

  @Test
  void nothing_where_nothing_is() {
    Marker marker = Marker.of(random, Kind.ASCII);
    String almost = marker.text().substring(0, marker.text().length() - 1) + "\u00ff";
    assertThat(
            findsIn(
                marker, almost.getBytes(UTF_8), noise(4 * PIECE, true), noise(4 * PIECE, false)))
        .isEmpty();
  }
}
