package dev.claviger.core.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.crypto.Digest;
import dev.claviger.crypto.KeyPurpose;
import dev.claviger.crypto.MacKey;
import dev.claviger.model.Id;
import dev.claviger.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The worked example of `docs/audit.md` is what the code computes (I8).
class TheCanonicalFormTest {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- example: (\\w+) -->\\s*```text\\s*(.*?)```", Pattern.DOTALL);

  @Test
  void is_the_one_that_the_page_shows() throws IOException {
    AuditEntry entry = example();
    var key = new ChainKey(new MacKey(KeyPurpose.AUDIT_MAC, 1, new byte[32]));
    ChainedEntry chained = key.link(Digest.ZERO, entry);
    assertThat(block("canonical")).isEqualTo(hex(entry.canonical()));
    assertThat(block("leaf"))
        .isEqualTo(Digest.sha256(new byte[] {0}, entry.canonical()).toString());
    assertThat(block("link")).isEqualTo(chained.link().toString());
    assertThat(block("mac")).isEqualTo(chained.mac().toString());
  }

  private static AuditEntry example() {
    byte[] digest = new byte[Digest.BYTES];
    Arrays.fill(digest, (byte) 0xab);
    var note = Note.of(id('5'), new Version(7), new Digest(digest)).because("grace_version");
    var event =
        new Event(
            id('2'),
            id('3'),
            "0123456789ab",
            4,
            "READ",
            new Subject("secret", "payments", "production", "DATABASE_URL"),
            "ok",
            note);
    return new AuditEntry(
        new Writer("node-1", id('1')), 1, Instant.parse("2026-11-25T10:00:00Z"), event);
  }

  private static Id id(char digit) {
    return new Id(String.valueOf(digit).repeat(32));
  }

  private static String block(String name) throws IOException {
    Path page = Path.of(System.getProperty("claviger.root", ".."), "docs", "audit.md");
    Matcher blocks = BLOCK.matcher(Files.readString(page, UTF_8));
    while (blocks.find()) {
      if (blocks.group(1).equals(name)) {
        return blocks.group(2).lines().map(String::strip).collect(Collectors.joining());
      }
    }
    throw new AssertionError("docs/audit.md has no example called " + name);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
