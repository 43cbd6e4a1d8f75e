package dev.claviger.spec.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A user without rights, under whom programs and those who attack them run. Where the tests do
/// not run as root, the user of the tests is one.
public final class OtherUser {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final String NAME = "nobody";
  private static final long HANG_SECONDS = 120;

  private final Path folder;
  private final String classPath;

  /// @param folder is given to the user, with a copy of our classes, which may lie where only we
  ///     can read them
  public OtherUser(Path folder) throws IOException {
    this.folder = folder;
    Path classes = Files.createDirectories(folder.resolve("classes"));
    var copies = new ArrayList<String>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path copy = classes.resolve(copies.size() + "-" + Path.of(part).getFileName());
      copies.add(copy.toString());
      copy(Path.of(part), copy);
    }
    this.classPath = String.join(File.pathSeparator, copies);
    own(folder);
  }

  /// Gives the user a file or an empty folder.
  public Path own(Path path) throws IOException {
    if (ROOT) {
      var users = path.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(path, users.lookupPrincipalByName(NAME));
    }
    return path;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(each, each.equals(from) ? to : to.resolve(from.relativize(each).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// The command that starts a JVM as the user with the options of the launcher. What is put
  /// behind it is ignored.
  ///
  /// @param program `server` or `cli`
  public List<String> launcher(String program, String... arguments) {
    var words = new ArrayList<>(as());
    words.addAll(List.of("sh", "-c"));
    words.add(
        script()
            + """

            claviger_jars() { claviger_path=$classes; }
            classes=$1
            claviger_jdk=$2
            claviger_aot=-Xshare:auto
            claviger_self=claviger
            """
            + ("claviger_" + program + " dev.claviger." + program + ".Main ")
            + String.join(" ", arguments));
    words.addAll(List.of("sh", classPath, System.getProperty("java.home")));
    return words;
  }

  /// The text of the launcher's file, to which the user may have no way.
  private static String script() {
    try {
      return Files.readString(Path.of("..", "scripts", "launch", "java.sh"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> as() {
    return ROOT
        ? List.of("setpriv", "--reuid=" + NAME, "--regid=nogroup", "--clear-groups")
        : List.of();
  }

  /// How a command ended.
  public record Ended(int code, String output) {}

  /// Runs a command as the user to its end.
  public Ended run(String... command) {
    try {
      Process process = start(List.of(command), Map.of());
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(HANG_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(List.of(command) + " did not end");
      }
      return new Ended(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Starts a command as the user, in the folder.
  public Process start(List<String> command, Map<String, String> variables) throws IOException {
    var words = new ArrayList<>(command.contains("setpriv") ? List.of() : as());
    words.addAll(command);
    var builder = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(variables);
    return builder.start();
  }
}
