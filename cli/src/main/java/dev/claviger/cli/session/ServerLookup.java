package dev.claviger.cli.session;

import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Asks a listener, either of the two, where both are.
///
/// @param rest the management plane
/// @param grpc the service plane
/// @param answer all that the server said about itself
public record ServerLookup(ServerAddress rest, ServerAddress grpc, Json answer) {

  /// Asks without credentials.
  ///
  /// @param authority PEM certificates that alone are trusted, or null
  public static ServerLookup of(ServerAddress known, @Nullable Path authority) {
    Json answer = new ManagementPlane(new Connections(known, authority), null).get("/server");
    ServerAddress rest = address(answer.find("rest"), known);
    ServerAddress grpc = address(answer.find("grpc"), known);
    if (!known.equals(rest) && !known.equals(grpc) && !here(known) && here(rest)) {
      // Reached through a mapped port: the server knows only its own side of it.
      return new ServerLookup(known, sameHost(known, grpc), answer);
    }
    return new ServerLookup(rest, grpc, answer);
  }

  private static ServerAddress address(@Nullable String text, ServerAddress otherwise) {
    return text == null ? otherwise : ServerAddress.parse(text);
  }

  private static boolean here(ServerAddress address) {
    String host = address.uri().getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static ServerAddress sameHost(ServerAddress host, ServerAddress port) {
    return ServerAddress.parse(
        host.uri().getScheme() + "://" + host.uri().getHost() + ":" + port.uri().getPort());
  }
}
