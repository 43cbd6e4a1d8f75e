package dev.claviger.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `claviger server cert`.
class MakingCertificatesTest {
  @TempDir private Path data = Path.of("");

  @BeforeEach
  void a_certificate() {
    TlsServer.maker(data).make(List.of("secrets.example.org", "10.1.2.3"));
  }

  @Test
  void it_is_good_for_the_names_that_were_given_and_for_this_machine() throws Exception {
    try (var pem = Files.newInputStream(TlsServer.files(data).certificate())) {
      var made = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      assertThat(made.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
          .containsExactly(
              "secrets.example.org", "10.1.2.3", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }
  }

  @Test
  void private_keys_are_private() throws Exception {
    Path tls = data.resolve("tls");
    for (String key : List.of("ca.key", "server.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls.resolve(key))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls)))
        .isEqualTo("rwx------");
  }

  @Test
  void the_authority_stays_when_a_certificate_is_made_again() throws Exception {
    String authority = Files.readString(TlsServer.authority(data));
    String first = Files.readString(TlsServer.files(data).certificate());
    var later = Clock.fixed(Instant.now().plus(Duration.ofDays(9)), ZoneOffset.UTC);
    new CertificateMaker(data, later, new SecureRandom()).make(List.of("10.1.2.3"));
    assertThat(Files.readString(TlsServer.authority(data))).isEqualTo(authority);
    assertThat(Files.readString(TlsServer.files(data).certificate()))
        .isNotEqualTo(first)
        .endsWith(authority);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "", "-a", "a..b", "*.example.org", "a_b", "https://x"})
  void it_is_made_for_hosts_only(String host) {
    var err = new ByteArrayOutputStream();
    var out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    int code =
        CertificateMaker.run(List.of("--host", host), out, new PrintStream(err, true, UTF_8));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("claviger: --host must be a host name");
  }
}
