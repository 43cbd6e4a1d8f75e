package dev.claviger.cli.session;

import dev.claviger.cli.rest.Json;
import dev.claviger.cli.rest.ManagementPlane;
import dev.claviger.client.Connections;
import dev.claviger.client.ServerAddress;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks a listener, either of the two, where both are.
///
/// @param rest the management plane
/// @param grpc the service plane
/// @param answer all that the server said about itself
public record ServerLookup(ServerAddress rest, ServerAddress grpc, Json answer) {

  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");

  /// Asks without credentials.
  ///
  /// The server may know only its own side of a name or of a mapped port: what it says of itself
  /// is no use to others when it is bound to loopback or to all its addresses. Then `known` leads
  /// to the listener that answered, and its host to the other one.
  ///
  /// @param authority PEM certificates that alone are trusted, or null
  public static ServerLookup of(ServerAddress known, @Nullable Path authority) {
    Json answer = new ManagementPlane(new Connections(known, authority), null).get("/server");
    ServerAddress rest = address(answer.find("rest"), known);
    ServerAddress grpc = address(answer.find("grpc"), known);
    boolean service = "grpc".equals(answer.find("listener"));
    return new ServerLookup(
        seenFrom(known, rest, !service), seenFrom(known, grpc, service), answer);
  }

  private static ServerAddress address(@Nullable String text, ServerAddress otherwise) {
    return text == null ? otherwise : ServerAddress.parse(text);
  }

  /// @param told what the server says
  /// @param answered whether that is the listener which `known` leads to
  static ServerAddress seenFrom(ServerAddress known, ServerAddress told, boolean answered) {
    boolean samePort = told.uri().getPort() == known.uri().getPort();
    boolean useful =
        here(told) ? here(known) && (samePort || !answered) : !EVERYWHERE.contains(host(told));
    if (useful) {
      return told;
    }
    return answered ? known : sameHost(known, told);
  }

  private static boolean here(ServerAddress address) {
    String host = host(address);
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  private static String host(ServerAddress address) {
    return address.uri().getHost();
  }

  private static ServerAddress sameHost(ServerAddress host, ServerAddress port) {
    return ServerAddress.parse(
        host.uri().getScheme() + "://" + host(host) + ":" + port.uri().getPort());
  }
}
