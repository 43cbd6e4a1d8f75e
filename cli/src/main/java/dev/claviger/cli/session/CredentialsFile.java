package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.client.ServerAddress;
import dev.claviger.model.SecretValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `credentials.json` of this user: 0600 in a folder 0700.
public final class CredentialsFile {
  private static final int MAX_BYTES = 64 * 1024;
  private static final String NAME = "credentials.json";
  private static final String AUTHORITY = "server-ca.pem";

  private final Path folder;
  private final Path file;

  /// In the user's folder of settings.
  public CredentialsFile(Surroundings surroundings) {
    this.folder = surroundings.configFolder();
    this.file = folder.resolve(NAME);
  }

  /// Where it stands.
  public Path path() {
    return file;
  }

  /// What is stored; empty where nobody signed in.
  ///
  /// @throws CommandFailure if others can read the file, or it is damaged
  public Optional<Credentials> load() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    OwnerOnly.require(file);
    if (Files.size(file) > MAX_BYTES) {
      throw damaged();
    }
    byte[] text = Files.readAllBytes(file);
    try (FlatJson json = FlatJson.read(text)) {
      if (json == null) {
        throw damaged();
      }
      return Optional.of(credentials(json));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private Credentials credentials(FlatJson json) {
    byte[] token = json.bytes("token");
    String rest = json.text("rest");
    String grpc = json.text("grpc");
    if (token == null || rest == null || grpc == null) {
      throw damaged();
    }
    String authority = json.text("ca_file");
    return new Credentials(
        ServerAddress.parse(rest),
        ServerAddress.parse(grpc),
        SecretValue.copyOf(token),
        json.text("principal"),
        json.text("scope"),
        json.text("expires_at"),
        authority == null ? null : Path.of(authority));
  }

  /// Replaces what is stored. A file of certificates is copied, so that it may go where it came
  /// from.
  public void store(Credentials credentials) throws IOException {
    OwnerOnly.makeFolder(folder);
    Path authority = credentials.authority();
    if (authority != null) {
      byte[] pem = Files.readAllBytes(authority);
      authority = folder.resolve(AUTHORITY);
      OwnerOnly.write(authority, pem);
    }
    var text = new Wiped();
    try {
      write(text, credentials, authority);
      OwnerOnly.write(file, text.toByteArray());
    } finally {
      text.wipe();
    }
  }

  private static void write(Wiped text, Credentials credentials, @Nullable Path authority) {
    text.writeBytes("{\n".getBytes(StandardCharsets.US_ASCII));
    field(text, "rest", credentials.rest().toString());
    field(text, "grpc", credentials.grpc().toString());
    field(text, "principal", credentials.principal());
    field(text, "scope", credentials.scope());
    field(text, "expires_at", credentials.expiresAt());
    field(text, "ca_file", authority == null ? null : authority.toString());
    text.writeBytes("  \"token\": \"".getBytes(StandardCharsets.US_ASCII));
    credentials.token().lend(text::writeBytes);
    text.writeBytes("\"\n}\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void field(Wiped text, String name, @Nullable String value) {
    if (value != null) {
      String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
      text.writeBytes(
          ("  \"" + name + "\": \"" + escaped + "\",\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Forgets everything that is stored.
  public void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(AUTHORITY));
  }

  private CommandFailure damaged() {
    return CommandFailure.failed(file + " is damaged", "write it anew with: claviger login");
  }

  /// A buffer that can be wiped.
  private static final class Wiped extends ByteArrayOutputStream {
    void wipe() {
      Arrays.fill(buf, (byte) 0);
    }
  }
}
