package dev.claviger.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.server.config.SettingsReader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {
  private final ClientAddresses addresses =
      new ClientAddresses(
          new SettingsReader(
                  Map.of("CLAVIGER_REST_TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8, 192.0.2.1"),
                  Path.of("/nowhere"),
                  "tester")
              .settings()
              .listeners()
              .trustedProxies());

  private String of(String peer, String... forwardedFor) {
    return addresses.of(new InetSocketAddress(peer, 1), List.of(forwardedFor));
  }

  @Test
  void a_stranger_is_not_believed() {
    assertThat(of("198.51.100.7", "203.0.113.9")).isEqualTo("198.51.100.7");
  }

  @Test
  void a_trusted_proxy_is_believed_about_the_last_hop_that_is_not_trusted() {
    assertThat(of("10.1.2.3", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(of("10.1.2.3", "1.1.1.1, 203.0.113.9, 10.9.9.9")).isEqualTo("203.0.113.9");
    assertThat(of("10.1.2.3", "1.1.1.1", "203.0.113.9")).isEqualTo("203.0.113.9");
    assertThat(of("fd00::1", "2001:db8::5")).isEqualTo("2001:db8:0:0:0:0:0:5");
  }

  @Test
  void what_is_no_address_ends_the_search() {
    assertThat(of("10.1.2.3", "203.0.113.9, unknown")).isEqualTo("10.1.2.3");
    assertThat(of("10.1.2.3")).isEqualTo("10.1.2.3");
    assertThat(of("192.0.2.1", "10.0.0.1")).isEqualTo("10.0.0.1");
  }
}
