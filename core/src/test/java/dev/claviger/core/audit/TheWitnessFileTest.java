package dev.claviger.core.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.model.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheWitnessFileTest {
  @TempDir Path folder;
  Path file;

  @BeforeEach
  void no_file_yet() {
    file = folder.resolve("audit.witness");
  }

  @Test
  void remembers_the_last_end_of_each_chain() {
    Witness witness = Witness.open(file);
    witness.saw(entry('1', 1), 0);
    witness.write();
    witness.saw(entry('1', 2), 0);
    witness.write();
    witness.saw(entry('2', 1), 0);
    witness.write();
    assertThat(Witness.open(file).seen()).extracting(Witness.Seen::seq).containsExactly(2L, 1L);
  }

  @Test
  void is_reduced_to_one_line_a_chain() throws IOException {
    Witness witness = Witness.open(file);
    for (int seq = 1; seq <= 5; seq++) {
      witness.saw(entry('1', seq), 0);
      witness.write();
    }
    Witness.open(file).reduce();
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(Witness.open(file).seen()).extracting(Witness.Seen::seq).containsExactly(5L);
  }

  @Test
  void forgives_a_line_that_a_crash_cut_off() throws IOException {
    Witness witness = Witness.open(file);
    witness.saw(entry('1', 3), 0);
    witness.write();
    Files.writeString(file, "1 node 1111", US_ASCII, StandardOpenOption.APPEND);
    assertThat(Witness.open(file).seen()).extracting(Witness.Seen::seq).containsExactly(3L);
  }

  /// `123` that lost its end reads as `12`.
  @Test
  void believes_no_number_that_may_have_been_cut_off() throws IOException {
    Witness witness = Witness.open(file);
    witness.saw(entry('1', 3), 123);
    witness.write();
    witness.saw(entry('1', 4), 456);
    witness.write();
    String text = Files.readString(file);
    for (int cut = 1; cut < 10; cut++) {
      Files.writeString(file, text.substring(0, text.length() - cut));
      assertThat(Witness.open(file).seen()).extracting(Witness.Seen::rows).containsExactly(123L);
    }
  }

  private static ChainedEntry entry(char boot, long seq) {
    var event =
        new Event(
            new Id("0".repeat(32)),
            null,
            null,
            0,
            "CHAIN_OPEN",
            new Subject("audit", null, null, null),
            "ok",
            Note.NONE);
    var writer = new Writer("node", new Id(String.valueOf(boot).repeat(32)));
    return new ChainKey(new MacKey(KeyPurpose.AUDIT_MAC, 1, new byte[32]))
        .link(Digest.ZERO, new AuditEntry(writer, seq, Instant.EPOCH, event));
  }
}
