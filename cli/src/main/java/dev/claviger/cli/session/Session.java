package dev.claviger.cli.session;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.frame.Surroundings;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import dev.claviger.client.ServicePlane;
import dev.claviger.model.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server and a credential, found as every command finds them: `CLAVIGER_SERVER`,
/// `CLAVIGER_TOKEN_FILE`, `CLAVIGER_TOKEN` and `CLAVIGER_CA_FILE` win over what
/// `claviger login` stored.
public final class Session implements AutoCloseable {
  private final Credentials credentials;

  private Session(Credentials credentials) {
    this.credentials = credentials;
  }

  /// Finds both, or says what is missing.
  ///
  /// @throws CommandFailure with [dev.claviger.cli.frame.ExitCodes#SIGNED_OUT] where there is no
  ///     credential
  public static Session open(Surroundings surroundings) throws IOException {
    Optional<SecretValue> token = TokenText.fromEnvironment(surroundings);
    String server = surroundings.variable("CLAVIGER_SERVER");
    if (server != null && token.isPresent()) {
      return new Session(named(surroundings, ServerAddress.parse(server), token.get()));
    }
    Credentials stored =
        new CredentialsFile(surroundings)
            .load()
            .orElseThrow(() -> CommandFailure.signedOut("you are not signed in"));
    if (server != null && !isOneOf(stored, ServerAddress.parse(server))) {
      stored.close(); // a token goes to no other server than the one that gave it
      throw CommandFailure.signedOut("you are not signed in at " + ServerAddress.parse(server));
    }
    return new Session(
        new Credentials(
            stored.rest(),
            stored.grpc(),
            token.orElse(stored.token()),
            token.isPresent() ? null : stored.principal(),
            token.isPresent() ? null : stored.scope(),
            token.isPresent() ? null : stored.expiresAt(),
            authority(surroundings, stored.authority())));
  }

  private static Credentials named(
      Surroundings surroundings, ServerAddress server, SecretValue token) throws IOException {
    Path authority = authority(surroundings, null);
    Optional<Credentials> stored = readable(surroundings);
    if (stored.isPresent() && isOneOf(stored.get(), server)) {
      Credentials known = stored.get();
      known.close();
      Path trusted = authority == null ? known.authority() : authority;
      return new Credentials(known.rest(), known.grpc(), token, null, null, null, trusted);
    }
    stored.ifPresent(Credentials::close);
    var lookup = ServerLookup.of(server, authority);
    return new Credentials(lookup.rest(), lookup.grpc(), token, null, null, null, authority);
  }

  /// With server and token given, a file that cannot be used is not needed.
  private static Optional<Credentials> readable(Surroundings surroundings) throws IOException {
    try {
      return new CredentialsFile(surroundings).load();
    } catch (CommandFailure _) {
      return Optional.empty();
    }
  }

  private static boolean isOneOf(Credentials credentials, ServerAddress server) {
    return server.equals(credentials.rest()) || server.equals(credentials.grpc());
  }

  /// `CLAVIGER_CA_FILE`, else what is stored.
  public static @Nullable Path authority(Surroundings surroundings, @Nullable Path stored) {
    String file = surroundings.variable("CLAVIGER_CA_FILE");
    return file == null ? stored : surroundings.file(file);
  }

  /// Server and token.
  public Credentials credentials() {
    return credentials;
  }

  /// The listener that people manage with.
  public ManagementPlane management() {
    return new ManagementPlane(
        new Connections(credentials.rest(), credentials.authority()), credentials.token());
  }

  /// The listener that hands out values.
  public ServicePlane service() {
    return new ServicePlane(credentials.grpc(), credentials.token(), credentials.authority());
  }

  @Override
  public void close() {
    credentials.close();
  }
}
