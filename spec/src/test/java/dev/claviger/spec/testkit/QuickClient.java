package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.cli.Dispatcher;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.frame.Terminal;
import dev.claviger.spec.testkit.ClientMachine.Ended;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The command line in the process of the test, which is quick. For commands that start no other
/// program and do not become one; those need a [ClientMachine].
public final class QuickClient {
  static {
    System.setProperty("http.keepAlive", "false"); // as `main` does
  }

  private final Path home;

  /// @param home an empty folder, or one that does not exist yet
  public QuickClient(Path home) {
    try {
      this.home = Files.createDirectories(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keeps a token as `claviger login --token-file` does.
  public QuickClient signedIn(String server, String token) {
    try {
      Files.writeString(home.resolve("token"), token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("", List.of("login", "--server", server, "--token-file", "token")).expect(0);
    return this;
  }

  /// Runs one command to its end, with nobody at the terminal.
  public Ended run(String input, List<String> arguments) {
    return run(input, arguments, new ByteArrayOutputStream());
  }

  /// As [#run], where whoever reads standard output goes away after the first line.
  public Ended runForOneLine(List<String> arguments) {
    return run("", arguments, new OneLine());
  }

  private Ended run(String input, List<String> arguments, OutputStream stdout) {
    var stderr = new ByteArrayOutputStream();
    var surroundings =
        new Surroundings(
            Map.of("HOME", home.toString()),
            home,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(stdout, false, UTF_8),
            new PrintStream(stderr, false, UTF_8),
            new Nobody(),
            Clock.systemUTC());
    int code = new Dispatcher(surroundings).execute(arguments.toArray(String[]::new));
    return new Ended(code, stdout.toString(), stderr.toString(UTF_8));
  }

  private static final class OneLine extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void write(int one) throws IOException {
      if (line.toString(UTF_8).endsWith("\n")) {
        throw new IOException("nobody reads any more");
      }
      line.write(one);
    }

    @Override
    public String toString() {
      return line.toString(UTF_8);
    }
  }

  private static final class Nobody implements Terminal {
    @Override
    public boolean answers() {
      return false;
    }

    @Override
    public boolean shows() {
      return false;
    }

    @Override
    public String ask(String question) {
      throw new AssertionError("asked: " + question);
    }

    @Override
    public byte[] askHidden(String question) {
      throw new AssertionError("asked: " + question);
    }

    @Override
    public byte[] askHiddenText(String question) {
      throw new AssertionError("asked: " + question);
    }
  }
}
