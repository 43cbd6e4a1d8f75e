package dev.claviger.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.testkit.Scene;
import dev.claviger.client.ServerAddress;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingCredentialsTest {
  @TempDir Path folder;
  CredentialsFile file;

  @BeforeEach
  void nobody_has_signed_in() {
    file = new CredentialsFile(new Scene(folder).surroundings());
  }

  static Credentials credentials(@Nullable Path authority) {
    return new Credentials(
        ServerAddress.parse("https://a.example:8420"),
        ServerAddress.parse("https://a.example:8421"),
        SecretValue.copyOf("clv_usr_token".getBytes(StandardCharsets.US_ASCII)),
        "user:mara",
        null,
        "2026-11-25T21:41:00Z",
        authority);
  }

  @Test
  void comes_back_as_it_was_stored() throws IOException {
    file.store(credentials(null));
    try (Credentials found = file.load().orElseThrow()) {
      assertThat(found.rest()).isEqualTo(ServerAddress.parse("https://a.example:8420"));
      assertThat(found.grpc()).isEqualTo(ServerAddress.parse("https://a.example:8421"));
      assertThat(found.principal()).isEqualTo("user:mara");
      assertThat(found.scope()).isNull();
      assertThat(found.token().sameAs(credentials(null).token())).isTrue();
    }
  }

  @Test
  void is_for_the_owner_alone() throws IOException {
    Path config = Files.createDirectories(folder.resolve("config/claviger"));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rwxr-xr-x"));
    file.store(credentials(null));
    assertThat(mode(file.path())).isEqualTo("rw-------");
    assertThat(mode(config)).isEqualTo("rwx------");
    file.store(credentials(null));
    assertThat(mode(file.path())).isEqualTo("rw-------");
  }

  @Test
  void is_refused_where_others_can_read_it() throws IOException {
    for (String wrong : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
      file.store(credentials(null));
      Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(wrong));
      assertThatThrownBy(() -> file.load())
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("read or written by others");
    }
  }

  @Test
  void is_refused_where_it_leads_elsewhere() throws IOException {
    file.store(credentials(null));
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(file.path(), elsewhere);
    Files.createSymbolicLink(file.path(), elsewhere);
    assertThatThrownBy(() -> file.load()).hasMessageContaining("not a regular file");
  }

  @Test
  void is_refused_where_it_is_damaged_without_being_shown() throws IOException {
    file.store(credentials(null));
    Files.writeString(file.path(), "{\"token\": \"clv_usr_token\", broken");
    assertThatThrownBy(() -> file.load())
        .hasMessageContaining("is damaged")
        .message()
        .doesNotContain("clv_");
  }

  @Test
  void keeps_a_copy_of_the_certificates() throws IOException {
    Path authority = Files.writeString(folder.resolve("ca.crt"), "pem");
    file.store(credentials(authority));
    Files.delete(authority);
    Path kept = file.load().orElseThrow().authority();
    assertThat(kept).hasContent("pem");
  }

  @Test
  void is_gone_after_signing_out() throws IOException {
    file.store(credentials(null));
    file.delete();
    assertThat(file.load()).isEmpty();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
