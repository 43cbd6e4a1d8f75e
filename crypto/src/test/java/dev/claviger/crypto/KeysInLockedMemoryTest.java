package dev.claviger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.claviger.model.Id;
import dev.claviger.model.SpaceName;
import dev.claviger.model.process.Weakness;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SECURITY 3.9, I16.
class KeysInLockedMemoryTest {
  private final SecureRandom random = new SecureRandom();

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void keeps_what_it_was_given_and_lends_copies() {
    byte[] key = randomBytes(32);
    var memory = new KeyMemory(key);
    byte[] lent = memory.reveal(bytes -> bytes);
    assertThat(lent).as("wiped after use").containsOnly(0);
    assertThat(memory.<byte[]>reveal(byte[]::clone)).isEqualTo(key);
  }

  @Test
  void is_refused_once_closed() {
    var memory = new KeyMemory(randomBytes(64));
    memory.close();
    memory.close();
    assertThatThrownBy(() -> memory.reveal(bytes -> bytes))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new KeyMemory(randomBytes(65)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// A reader that meets the close of a key gets the key or an error, and never zeros or another
  /// key that was put in its place.
  @Test
  void never_lends_another_key() throws InterruptedException {
    var wrong = new ConcurrentLinkedQueue<String>();
    for (int round = 0; round < 2_000; round++) {
      byte[] key = randomBytes(32);
      var memory = new KeyMemory(key);
      var readers =
          IntStream.range(0, 2)
              .mapToObj(
                  _ ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                try {
                                  boolean same = memory.reveal(bytes -> Arrays.equals(bytes, key));
                                  if (!same) {
                                    wrong.add("another key");
                                  }
                                } catch (IllegalStateException _) {
                                  // closed first
                                }
                              }))
              .toList();
      memory.close();
      new KeyMemory(randomBytes(32));
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void lies_in_pages_that_are_locked_and_dumped_nowhere() throws IOException {
    Path smaps = Path.of("/proc/self/smaps");
    assumeTrue(Files.isReadable(smaps), "Linux has it");
    var slot = LockedPages.ofProcess().take();
    String flags = flags(Files.readAllLines(smaps), slot.address());
    List<String> refused = LockedPages.weaknesses().stream().map(Weakness::code).toList();
    assertThat(flags.contains(" lo") || refused.contains("memory_not_locked")).isTrue();
    assertThat(flags.contains(" dd") || refused.contains("memory_dumped")).isTrue();
    assertThat(flags.contains(" wf") || refused.contains("memory_forked")).isTrue();
    LockedPages.ofProcess().giveBack(slot);
  }

  private static String flags(List<String> smaps, long address) {
    boolean here = false;
    for (String line : smaps) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] ends = line.split("[- ]", 3);
        here =
            Long.compareUnsigned(Long.parseUnsignedLong(ends[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(ends[1], 16)) < 0;
      } else if (here && line.startsWith("VmFlags:")) {
        return line;
      }
    }
    throw new AssertionError("the page is mapped nowhere");
  }

  @Test
  void stands_nowhere_in_the_heap(@TempDir Path folder) throws IOException {
    byte[] rootBytes = randomBytes(32);
    byte[] spaceBytes = randomBytes(32);
    byte[] canary = randomBytes(32); // shows that the search finds what is there
    byte[] masked = new byte[96]; // what is searched for must not be found in itself
    for (int i = 0; i < 32; i++) {
      masked[i] = (byte) (rootBytes[i] ^ 0x55);
      masked[32 + i] = (byte) (spaceBytes[i] ^ 0x55);
      masked[64 + i] = (byte) (canary[i] ^ 0x55);
    }
    var root = new RootKey(1, rootBytes);
    var space = new SpaceKey(1, spaceBytes);
    Arrays.fill(rootBytes, (byte) 0);
    Arrays.fill(spaceBytes, (byte) 0);
    Id instance = Id.random(random);
    WrappedKey used = root.wrap(instance, Id.random(random), new SpaceName("used"), space, random);

    Path dump = folder.resolve("heap.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);
    String heap = Files.readString(dump, StandardCharsets.ISO_8859_1);
    assertThat(heap.contains(unmasked(masked, 64))).isTrue();
    assertThat(heap.contains(unmasked(masked, 0))).isFalse();
    assertThat(heap.contains(unmasked(masked, 32))).isFalse();
    assertThat(List.of(root, space, used)).hasSize(3);
    assertThat(canary).hasSize(32);
  }

  private static String unmasked(byte[] masked, int at) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = (byte) (masked[at + i] ^ 0x55);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
