package dev.claviger.spec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.claviger.server.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A server with a fault: it logs, prints and keeps what it should not. Stands before the command
/// of a server, as `strace` would.
final class LeakingServer {
  /// Names the folder with what it leaks: a file for each place.
  static final String LEAKS = "claviger.leaks";

  static final String LOGGED = "logged";
  static final String PRINTED = "printed";
  static final String KEPT = "kept";
  static final String TEMPORARY = "temporary";

  private static final System.Logger LOG = System.getLogger("dev.claviger.spec.leak");

  private LeakingServer() {}

  @SuppressWarnings("SystemOut") // that is the fault
  static void main() throws IOException {
    Path data = Path.of(System.getenv("CLAVIGER_DATA"));
    Files.createDirectories(data);
    Files.writeString(data.resolve("leak"), leak(KEPT));
    Files.writeString(Files.createTempFile("leak", ""), leak(TEMPORARY));
    System.out.println(leak(PRINTED));
    Thread.ofPlatform().daemon().start(LeakingServer::logOnceTracing);
    Main.main(new String[] {"start"});
  }

  private static void logOnceTracing() {
    while (!LOG.isLoggable(System.Logger.Level.TRACE)) {
      LockSupport.parkNanos(1_000_000);
    }
    LOG.log(System.Logger.Level.TRACE, () -> leak(LOGGED));
  }

  private static String leak(String which) {
    try {
      return Files.readString(Path.of(System.getProperty(LEAKS)).resolve(which), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
