package dev.claviger.server.tls;

import dev.claviger.server.config.SettingsProblem;
import dev.claviger.server.config.SettingsReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `claviger server cert --host NAME`: makes a certificate authority and a certificate for this
/// server in `DATA/tls`, where the server finds them.
///
/// The authority is made once and used again, so that clients who trust it go on doing so.
public final class CertificateMaker {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;
  private static final int BAD_SETTING = 78;

  private static final String USAGE =
      """
      Usage: claviger server cert --host NAME [--host NAME ...]

      Makes a certificate authority and a certificate for this server in DATA/tls. NAME is a host
      name or an IP address under which others reach the server; localhost is always in.
      """;

  private final Path folder;
  private final Clock clock;
  private final SecureRandom random;

  /// @param data the folder of the server
  public CertificateMaker(Path data, Clock clock, SecureRandom random) {
    this.folder = data.resolve("tls");
    this.clock = clock;
    this.random = random;
  }

  /// Runs the command.
  ///
  /// @param arguments what stands behind `cert`
  /// @return the exit code
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.equals(List.of("--help"))) {
      out.print(USAGE);
      return DONE;
    }
    try {
      List<String> hosts = hosts(arguments);
      Path data = SettingsReader.ofThisProcess().data();
      var maker = new CertificateMaker(data, Clock.systemUTC(), new SecureRandom());
      maker.make(hosts);
      maker.explain(out, hosts.getFirst());
      return DONE;
    } catch (IllegalArgumentException wrong) {
      err.println("claviger: " + wrong.getMessage());
      err.print(USAGE);
      return WRONG_USE;
    } catch (SettingsProblem problem) {
      err.println("claviger: " + problem.getMessage());
      return BAD_SETTING;
    } catch (UncheckedIOException e) {
      err.println("claviger: the certificate could not be made: " + e.getMessage());
      return FAILED;
    }
  }

  private static List<String> hosts(List<String> arguments) {
    var hosts = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--host=")) {
        hosts.add(argument.substring("--host=".length()));
      } else if (argument.equals("--host") && i + 1 < arguments.size()) {
        hosts.add(arguments.get(++i));
      } else {
        throw new IllegalArgumentException("server cert does not take " + argument);
      }
    }
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("server cert needs --host NAME");
    }
    hosts.forEach(HostName::check);
    return hosts;
  }

  /// Makes what is missing, and the certificate of the server anew.
  ///
  /// @param hosts names and addresses besides those of this machine for itself
  /// @throws UncheckedIOException if a file cannot be written
  public void make(List<String> hosts) {
    Set<String> names = new LinkedHashSet<>(hosts);
    names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    try {
      PrivateFiles.createFolder(folder);
      Authority authority =
          Files.exists(caCertificate()) && Files.exists(caKey())
              ? Authority.read(caCertificate(), caKey())
              : newAuthority();
      Authority.Issued server = authority.issue(List.copyOf(names), clock.instant(), random);
      // The key first: a reader who comes in between sees a pair that does not match, and waits.
      PrivateFiles.write(folder.resolve("server.key"), server.keyPem(), true);
      PrivateFiles.write(folder.resolve("server.crt"), server.chainPem(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Authority newAuthority() throws IOException {
    Authority authority = Authority.create(clock.instant(), random);
    PrivateFiles.write(caKey(), authority.keyPem(), true);
    PrivateFiles.write(caCertificate(), authority.certificatePem(), false);
    return authority;
  }

  private Path caCertificate() {
    return folder.resolve("ca.crt");
  }

  private Path caKey() {
    return folder.resolve("ca.key");
  }

  private void explain(PrintStream out, String host) {
    out.println("claviger: made " + folder.resolve("server.crt") + " for " + host);
    out.println("The server uses it from now on. To reach it from other machines:");
    out.println("  CLAVIGER_REST_LISTEN=0.0.0.0:8420 CLAVIGER_GRPC_LISTEN=0.0.0.0:8421 \\");
    out.println("  CLAVIGER_REST_PUBLIC=" + address(host, 8420) + " \\");
    out.println("  CLAVIGER_GRPC_PUBLIC=" + address(host, 8421) + " \\");
    out.println("    claviger server start");
    out.println("There, with a copy of " + caCertificate() + ":");
    out.println("  claviger login --server " + address(host, 8420) + " --ca-file ca.crt");
  }

  private static String address(String host, int port) {
    return "https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
