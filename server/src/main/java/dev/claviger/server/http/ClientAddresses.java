package dev.claviger.server.http;

import dev.claviger.server.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/// Whose address a call came from. What a proxy says counts only from a proxy that is trusted.
public final class ClientAddresses {
  private final List<AddressRange> trustedProxies;

  public ClientAddresses(List<AddressRange> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /// The peer's address; behind trusted proxies the last one of `X-Forwarded-For` that is not
  /// one of them.
  ///
  /// @param forwardedFor the values of the header, in their order
  public String of(SocketAddress peer, List<String> forwardedFor) {
    if (!(peer instanceof InetSocketAddress internet) || internet.getAddress() == null) {
      return "";
    }
    InetAddress address = internet.getAddress();
    if (trustedProxies.isEmpty() || forwardedFor.isEmpty()) {
      return address.getHostAddress();
    }
    List<String> hops = List.of(String.join(",", forwardedFor).split(",", -1));
    for (int i = hops.size() - 1; i >= 0 && isTrusted(address); i--) {
      try {
        address = InetAddress.ofLiteral(hops.get(i).strip());
      } catch (IllegalArgumentException _) {
        break; // not an address: the last hop that is one counts
      }
    }
    return address.getHostAddress();
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }
}
