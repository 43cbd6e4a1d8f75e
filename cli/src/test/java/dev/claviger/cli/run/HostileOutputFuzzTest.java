package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileOutputFuzzTest {
  private static final int MOST = 64;

  /// What is printed is the same however the output is cut, and holds the value nowhere.
  @FuzzTest(maxDuration = "1m")
  void what_a_program_prints(FuzzedDataProvider data) {
    byte[] value = data.consumeBytes(MOST);
    int cut = data.consumeInt(1, MOST);
    byte[] text = data.consumeRemainingAsBytes();
    var known = new KnownValues();
    if (value.length > 0) {
      try (SecretValue secret = SecretValue.copyOf(value)) {
        known.learn(Map.of(new SecretName("KEY"), secret));
      }
    }
    byte[] whole = masked(known, text, Math.max(1, text.length));
    assertThat(masked(known, text, cut)).isEqualTo(whole);
  }

  private static byte[] masked(KnownValues known, byte[] text, int piece) {
    var masker = new Masker(known::patterns);
    var printed = new ByteArrayOutputStream();
    for (int from = 0; from < text.length; from += piece) {
      int length = Math.min(piece, text.length - from);
      byte[] next = Arrays.copyOfRange(text, from, from + length);
      printed.writeBytes(masker.next(next, length));
    }
    printed.writeBytes(masker.end());
    return printed.toByteArray();
  }
}
