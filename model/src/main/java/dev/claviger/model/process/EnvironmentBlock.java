package dev.claviger.model.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.claviger.model.SecretValue;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The memory in which this process was given its environment, and which the kernel shows in
/// `/proc/PID/environ` as long as the process lives.
///
/// [System#getenv()] keeps a copy of it in texts that nobody can wipe, made when it is first
/// called: what is taken before, it does not see.
public final class EnvironmentBlock {
  private EnvironmentBlock() {}

  /// Takes the values of the variables that `names` accepts out of the block, where empty ones
  /// stay. Of two variables with one name the first counts. The caller closes the values.
  public static Map<String, SecretValue> take(Predicate<String> names) {
    var taken = new LinkedHashMap<String, SecretValue>();
    for (MemorySegment entry : entries()) {
      byte[] bytes = entry.toArray(JAVA_BYTE);
      int end = nameEnd(bytes);
      String name = new String(bytes, 0, end, ISO_8859_1);
      if (end < bytes.length && names.test(name)) {
        byte[] value = Arrays.copyOfRange(bytes, end + 1, bytes.length);
        taken.computeIfAbsent(name, _ -> SecretValue.copyOf(value));
        Arrays.fill(value, (byte) 0);
        entry.asSlice(end + 1L).fill((byte) 0);
      }
      Arrays.fill(bytes, (byte) 0);
    }
    return taken;
  }

  /// Each `NAME=VALUE` in bytes: texts would depend on the locale.
  public static List<byte[]> copies() {
    return entries().stream().map(entry -> entry.toArray(JAVA_BYTE)).toList();
  }

  /// Overwrites the values of the variables that `names` accepts.
  public static void wipe(Predicate<String> names) {
    take(names).values().forEach(SecretValue::close);
  }

  private static int nameEnd(byte[] entry) {
    int end = 0;
    while (end < entry.length && entry[end] != '=') {
      end++;
    }
    return end;
  }

  /// Each `NAME=VALUE` without the zero behind it.
  @SuppressWarnings("restricted") // reads what `environ` points to
  private static List<MemorySegment> entries() {
    MemorySegment environ = CLibrary.find("environ").orElse(MemorySegment.NULL);
    if (environ.address() == 0) {
      return List.of();
    }
    MemorySegment array = at(environ.reinterpret(Long.BYTES).get(JAVA_LONG, 0));
    var entries = new ArrayList<MemorySegment>();
    for (long i = 0; array.address() != 0 && array.getAtIndex(JAVA_LONG, i) != 0; i++) {
      MemorySegment entry = at(array.getAtIndex(JAVA_LONG, i));
      long length = 0;
      while (entry.get(JAVA_BYTE, length) != 0) {
        length++;
      }
      entries.add(entry.asSlice(0, length));
    }
    return entries;
  }

  @SuppressWarnings("restricted")
  private static MemorySegment at(long address) {
    return MemorySegment.ofAddress(address).reinterpret(address == 0 ? 0 : Long.MAX_VALUE);
  }
}
