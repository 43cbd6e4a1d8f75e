package dev.claviger.server.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.claviger.core.Caller;
import dev.claviger.core.Client;
import dev.claviger.core.Plane;
import dev.claviger.model.ClavigerException.Unauthenticated;
import dev.claviger.model.Id;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Finds out who calls, in both protocols: by the header, else by the message.
final class Arrivals {
  private static final String BEARER = "Bearer ";

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
    return authorization.isEmpty()
        ? stranger
        : new Arrival(
            stranger.client(), stranger.request(), enter(stranger, bearer(authorization.get())));
  }

  /// The caller of `arrival`.
  ///
  /// @param token of the message; used only if the header had none
  /// @throws Unauthenticated if neither proves anybody
  Caller caller(Arrival arrival, String token) {
    Caller known = arrival.caller();
    return known == null ? enter(arrival, token) : known;
  }

  private Caller enter(Arrival arrival, String token) {
    byte[] text = token.getBytes(ISO_8859_1);
    try {
      return entrance.enter(
          text.length == 0 ? null : text, Plane.SERVICE, arrival.client(), arrival.request());
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// Another scheme than ours proves nobody.
  private static String bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }

  private static String address(SocketAddress peer) {
    if (peer instanceof InetSocketAddress known) {
      InetAddress address = known.getAddress();
      return address == null ? known.getHostString() : address.getHostAddress();
    }
    return "";
  }
}
