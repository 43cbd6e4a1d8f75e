package dev.claviger.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a [SessionLeader] is started: as this very JVM was, with the same executable, flags,
/// start-up cache and class path. It gets no value and nothing of ours that way.
///
/// @param command the words up to the numbers of its pipes
/// @param environment without our settings, and without flags for Java, which are in force already
record LeaderStart(List<byte[]> command, List<byte[]> environment) {
  private static final Set<String> FOR_JAVA =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /// Null where the command line of this JVM cannot be understood.
  static @Nullable LeaderStart find() {
    try {
      List<byte[]> ours = OwnProcess.separated(Files.readAllBytes(Path.of("/proc/self/cmdline")));
      int main = indexOfMain(ours);
      if (main < 0) {
        return null;
      }
      var words = new ArrayList<byte[]>();
      words.add(bytes(System.getProperty("java.home") + "/bin/java"));
      words.addAll(ours.subList(1, main));
      words.add(bytes("-Xmx64m"));
      words.add(bytes("-XX:+DisableAttachMechanism")); // it holds values for a moment
      words.add(bytes(SessionLeader.class.getName()));
      return new LeaderStart(words, inherited());
    } catch (IOException e) {
      return null;
    }
  }

  private static int indexOfMain(List<byte[]> words) {
    String main = System.getProperty("sun.java.command", "").split(" ", 2)[0];
    for (int i = 1; i < words.size(); i++) {
      if (main.equals(new String(words.get(i), StandardCharsets.UTF_8))) {
        return i;
      }
    }
    return -1;
  }

  private static List<byte[]> inherited() {
    var entries = new ArrayList<byte[]>();
    for (byte[] entry : OwnProcess.environment()) {
      String name = ChildEnvironment.nameOf(entry);
      if (!name.startsWith("CLAVIGER_") && !FOR_JAVA.contains(name)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /// Starts it.
  ///
  /// @param spawn knows which of our descriptors it gets
  /// @param orders of which it reads, under the same number
  /// @param replies to which it writes, under the same number
  OwnChild by(Spawn spawn, Descriptor orders, Descriptor replies) {
    var words = new ArrayList<>(command);
    words.add(bytes(Integer.toString(orders.number())));
    words.add(bytes(Integer.toString(replies.number())));
    try (ChildEnvironment ours = ChildEnvironment.exactly(copied())) {
      return new OwnChild(spawn.start(words, ours));
    }
  }

  /// What is given to a child is wiped afterwards.
  private List<byte[]> copied() {
    return environment.stream().map(byte[]::clone).toList();
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }
}
