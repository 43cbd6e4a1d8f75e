package dev.claviger.server.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Id;
import dev.claviger.server.http.BearerToken;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Finds out who calls, in both protocols: by the header, else by the message.
final class Arrivals {
  private final ServicePlane.Entrance entrance;
  private final RandomGenerator random;

  Arrivals(ServicePlane.Entrance entrance, RandomGenerator random) {
    this.entrance = entrance;
    this.random = random;
  }

  /// A call of which only the address is known.
  Arrival stranger(SocketAddress peer, String agent) {
    return new Arrival(new Client(address(peer), agent), Id.random(random), null);
  }

  /// The same call, with the caller that its header proves, if it has one.
  ///
  /// @throws Unauthenticated if the header proves nobody
  Arrival proved(Arrival stranger, Optional<String> authorization) {
    byte[] token = BearerToken.of(authorization.orElse(null));
    return token == null
        ? stranger
        : new Arrival(stranger.client(), stranger.request(), enter(stranger, token));
  }

  /// The caller of `arrival`.
  ///
  /// @param token of the message; used only if the header had none
  /// @throws Unauthenticated if neither proves anybody
  Caller caller(Arrival arrival, String token) {
    Caller known = arrival.caller();
    return known == null
        ? enter(arrival, token.isEmpty() ? null : token.getBytes(ISO_8859_1))
        : known;
  }

  private Caller enter(Arrival arrival, byte @Nullable [] token) {
    try {
      return entrance.enter(token, Plane.SERVICE, arrival.client(), arrival.request());
    } finally {
      if (token != null) {
        Arrays.fill(token, (byte) 0);
      }
    }
  }

  private static String address(SocketAddress peer) {
    if (peer instanceof InetSocketAddress known) {
      InetAddress address = known.getAddress();
      return address == null ? known.getHostString() : address.getHostAddress();
    }
    return "";
  }
}
