package dev.claviger.cli.frame;

import java.io.Console;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The terminal of this process.
///
/// Questions and answers go over `/dev/tty`, so that standard output stays free for data.
public final class SystemTerminal implements Terminal {
  private static final String DEVICE = "/dev/tty";
  private static final int MAX_ANSWER = 1024 * 1024 + 1;

  @Override
  public boolean answers() {
    return isTerminal(0);
  }

  @Override
  public boolean shows() {
    return isTerminal(1);
  }

  @Override
  public boolean tells() {
    return isTerminal(2);
  }

  /// Linux says by name what a descriptor is, at no cost; elsewhere the JDK's console knows only
  /// whether both ends are terminals.
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }

  @Override
  public String ask(String question) throws IOException {
    byte[] answer = read(question, true);
    return new String(answer, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] askHidden(String question) throws IOException {
    return hidden(question, true);
  }

  @Override
  public byte[] askHiddenText(String question) throws IOException {
    byte[] text = hidden(question, false);
    if (text.length == 0 || text[text.length - 1] != '\n') {
      return text;
    }
    byte[] shorter = Arrays.copyOf(text, text.length - 1);
    Arrays.fill(text, (byte) 0);
    return shorter;
  }

  private static byte[] hidden(String question, boolean oneLine) throws IOException {
    String before = stty("-g").strip(); // somebody may have typing hidden already
    // Ctrl-C ends the process in the middle of the question: the hook restores the terminal.
    var restore = new Thread(() -> restore(before));
    Runtime.getRuntime().addShutdownHook(restore);
    stty("-echo");
    try {
      return read(question, oneLine);
    } finally {
      restore(before);
      Runtime.getRuntime().removeShutdownHook(restore);
      say("\n");
    }
  }

  private static byte[] read(String question, boolean oneLine) throws IOException {
    say(question);
    byte[] answer = new byte[256];
    int length = 0;
    try (InputStream device = new FileInputStream(DEVICE)) {
      int next = device.read();
      while (next >= 0 && !(oneLine && next == '\n')) {
        if (length == MAX_ANSWER) {
          throw CommandFailure.usage("that is more than 1 MiB", null);
        }
        if (length == answer.length) {
          answer = larger(answer);
        }
        answer[length++] = (byte) next;
        next = device.read();
      }
    }
    byte[] exact = Arrays.copyOf(answer, length);
    Arrays.fill(answer, (byte) 0);
    return exact;
  }

  private static byte[] larger(byte[] full) {
    byte[] larger = Arrays.copyOf(full, full.length * 2);
    Arrays.fill(full, (byte) 0);
    return larger;
  }

  private static void say(String text) throws IOException {
    try (OutputStream device = new FileOutputStream(DEVICE)) {
      device.write(Printable.line(text.replace("\n", "")).getBytes(StandardCharsets.UTF_8));
      if (text.endsWith("\n")) {
        device.write('\n');
      }
    }
  }

  private static void restore(String settings) {
    try {
      stty(settings);
    } catch (IOException _) {
      // The terminal is gone, and its settings with it.
    }
  }

  private static String stty(String setting) throws IOException {
    Process stty =
        new ProcessBuilder("stty", setting)
            .redirectInput(Path.of(DEVICE).toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      byte[] output = stty.getInputStream().readAllBytes();
      if (stty.waitFor() != 0) {
        throw new IOException("the terminal cannot hide what is typed");
      }
      return new String(output, StandardCharsets.US_ASCII);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
