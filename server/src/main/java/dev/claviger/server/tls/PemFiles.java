package dev.claviger.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.claviger.server.config.ServerSettings.TlsFiles;
import dev.claviger.server.config.SettingsProblem;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A certificate with its chain, and its private key.
record PemFiles(List<X509Certificate> chain, PrivateKey key) {
  private static final String CERTIFICATE = "CLAVIGER_TLS_CERTIFICATE";
  private static final String KEY = "CLAVIGER_TLS_KEY";

  PemFiles {
    chain = List.copyOf(chain);
  }

  /// Reads both files.
  ///
  /// @throws SettingsProblem naming the setting whose file cannot be used
  static PemFiles read(TlsFiles files) {
    List<X509Certificate> chain = chain(files.certificate());
    PrivateKey key = key(files.key());
    if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
      throw new SettingsProblem(KEY + " is not the key of the certificate in " + CERTIFICATE);
    }
    return new PemFiles(chain, key);
  }

  private static List<X509Certificate> chain(Path file) {
    try (var pem = Files.newInputStream(file)) {
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new SettingsProblem(CERTIFICATE + " (" + file + ") holds no certificate");
      }
      return chain;
    } catch (CertificateException _) {
      throw new SettingsProblem(CERTIFICATE + " (" + file + ") is not a PEM certificate");
    } catch (IOException e) {
      throw unreadable(CERTIFICATE, file, e);
    }
  }

  private static PrivateKey key(Path file) {
    try (Reader text = Files.newBufferedReader(file, US_ASCII);
        var pem = new PEMParser(text)) {
      var converter = new JcaPEMKeyConverter();
      // The parameters of a curve may stand in a block of their own before the key.
      for (Object block = pem.readObject(); block != null; block = pem.readObject()) {
        if (block instanceof PrivateKeyInfo pkcs8) {
          return converter.getPrivateKey(pkcs8);
        }
        if (block instanceof PEMKeyPair pair) {
          KeyPair both = converter.getKeyPair(pair);
          return both.getPrivate();
        }
      }
    } catch (IOException e) {
      throw unreadable(KEY, file, e);
    }
    throw new SettingsProblem(
        KEY + " (" + file + ") holds no private key without a passphrase, in PEM");
  }

  private static SettingsProblem unreadable(String setting, Path file, IOException e) {
    return new SettingsProblem(
        setting + " (" + file + ") cannot be read: " + e.getClass().getSimpleName());
  }

  private static boolean belongTogether(PublicKey certified, PrivateKey key) {
    return switch (certified) {
      case RSAPublicKey _, ECPublicKey _
          when !certified.getAlgorithm().equals(key.getAlgorithm()) ->
          false;
      default -> Signatures.match(certified, key);
    };
  }
}
