package dev.claviger.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.config.ServerSettings.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys as OpenSSL writes them: PKCS #8, SEC 1 and PKCS #1.
class ReadingKeysTest {
  @ParameterizedTest
  @CsvSource({
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY, EC",
    "ecparam -name prime256v1 -genkey -out KEY, EC",
    "genrsa -out KEY 2048, RSA",
    "genrsa -traditional -out KEY 2048, RSA",
    "genpkey -algorithm ED25519 -out KEY, EdDSA"
  })
  void are_all_understood(String command, String algorithm, @TempDir Path folder) throws Exception {
    Path key = folder.resolve("a.key");
    Path certificate = folder.resolve("a.crt");
    openssl(command.replace("KEY", key.toString()));
    openssl("req -x509 -key " + key + " -subj /CN=a -days 2 -out " + certificate);
    PemFiles pem = PemFiles.read(new TlsFiles(certificate, key));
    assertThat(pem.key().getAlgorithm()).isEqualTo(algorithm);
    assertThat(pem.chain()).hasSize(1);
  }

  private static void openssl(String arguments) throws Exception {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ", -1)));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(arguments).isZero();
  }
}
