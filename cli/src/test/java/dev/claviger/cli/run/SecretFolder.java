package dev.claviger.cli.run;

import dev.claviger.client.FetchedSecret;
import dev.claviger.client.SecretSource;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServerProblem;
import dev.claviger.client.Unreachable;
import dev.claviger.client.WatchEvent;
import dev.claviger.client.WatchEvent.Changed;
import dev.claviger.client.WatchEvent.Removed;
import dev.claviger.client.WatchEvent.Snapshot;
import dev.claviger.client.WatchStream;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import dev.claviger.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A source of secrets that another process can change: one folder for each scope, one file for
/// each secret, whose first line is the version and whose rest is the value.
///
/// A file `-away` makes it unreachable, a file `-problem` makes it refuse with the code in it.
final class SecretFolder implements SecretSource {
  static final Scope SCOPE = Scope.parse("pay/production");

  private static final ServerAddress ADDRESS = ServerAddress.parse("http://127.0.0.1:1");

  private final Path root;

  SecretFolder(Path root) {
    this.root = root;
  }

  void write(String name, long version, String value) throws IOException {
    write(SCOPE, name, version, value.getBytes(StandardCharsets.UTF_8));
  }

  void write(Scope scope, String name, long version, byte[] value) throws IOException {
    Path folder = Files.createDirectories(folder(scope));
    byte[] head = (version + "\n").getBytes(StandardCharsets.UTF_8);
    var content = new byte[head.length + value.length];
    System.arraycopy(head, 0, content, 0, head.length);
    System.arraycopy(value, 0, content, head.length, value.length);
    replace(folder.resolve(name), content);
  }

  void remove(String name) throws IOException {
    Files.delete(folder(SCOPE).resolve(name));
  }

  void goAway() throws IOException {
    replace(Files.createDirectories(folder(SCOPE)).resolve("-away"), new byte[0]);
  }

  void comeBack() throws IOException {
    Files.delete(folder(SCOPE).resolve("-away"));
  }

  void refuse(String code) throws IOException {
    replace(folder(SCOPE).resolve("-problem"), code.getBytes(StandardCharsets.UTF_8));
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path next = Files.createTempFile(file.getParent(), "-", "");
    Files.write(next, content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public List<FetchedSecret> getSecrets(@Nullable Scope scope, List<SecretName> names) {
    check(scope);
    for (SecretName name : names) {
      if (!Files.exists(folder(scope).resolve(name.value()))) {
        throw new ServerProblem("not_found", 404, "there is no secret " + name, "");
      }
    }
    try (Stream<Path> files = Files.list(folder(scope))) {
      var secrets = new ArrayList<FetchedSecret>();
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith("-") && (names.isEmpty() || names.contains(new SecretName(name)))) {
          secrets.add(secret(name, Files.readAllBytes(file)));
        }
      }
      return secrets;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FetchedSecret secret(String name, byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int line = text.indexOf('\n');
    byte[] value = text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1);
    var version = new Version(Long.parseLong(text.substring(0, line)));
    return new FetchedSecret(new SecretName(name), version, SecretValue.copyOf(value), null);
  }

  private void check(@Nullable Scope scope) {
    try {
      if (Files.exists(folder(scope).resolve("-away"))) {
        throw new Unreachable(ADDRESS, new IOException("it is away"));
      }
      if (Files.exists(folder(scope).resolve("-problem"))) {
        String code = Files.readString(folder(scope).resolve("-problem"));
        throw new ServerProblem(code, 400, "refused with " + code, "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(@Nullable Scope scope) {
    Scope found = scope == null ? SCOPE : scope;
    return root.resolve(found.space() + "-" + found.environment());
  }

  @Override
  public WatchStream watch(@Nullable Scope scope) {
    check(scope);
    try {
      return new FolderStream(scope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class FolderStream implements WatchStream {
    private final @Nullable Scope scope;
    private final WatchService changes;
    private final Deque<WatchEvent> events = new ArrayDeque<>();
    private Map<SecretName, Version> known = Map.of();
    private boolean begun;

    FolderStream(@Nullable Scope scope) throws IOException {
      this.scope = scope;
      this.changes = root.getFileSystem().newWatchService();
      folder(scope)
          .register(
              changes,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
    }

    @Override
    public WatchEvent next() {
      try {
        if (!begun) {
          begun = true;
          known = versions();
          return new Snapshot(known);
        }
        while (events.isEmpty()) {
          WatchKey key = changes.take();
          key.pollEvents();
          key.reset();
          check(scope);
          compare();
        }
        return events.remove();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unreachable(ADDRESS, new IOException("interrupted"));
      }
    }

    private void compare() {
      Map<SecretName, Version> now = versions();
      now.forEach(
          (name, version) -> {
            if (!version.equals(known.get(name))) {
              events.add(new Changed(name, version));
            }
          });
      known.keySet().stream()
          .filter(name -> !now.containsKey(name))
          .forEach(name -> events.add(new Removed(name)));
      known = now;
    }

    private Map<SecretName, Version> versions() {
      var versions =
          new TreeMap<SecretName, Version>((one, other) -> one.value().compareTo(other.value()));
      for (FetchedSecret secret : getSecrets(scope, List.of())) {
        versions.put(secret.name(), secret.version());
        secret.close();
      }
      return versions;
    }

    @Override
    public void close() {
      try {
        changes.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
