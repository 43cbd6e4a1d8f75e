package dev.claviger.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.client.ServerAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a server says of its addresses is of use here only where they can be called from here.
class FindingBothListenersTest {
  @ParameterizedTest
  @CsvSource({
    // declared for others, or bound to one address
    "https://vault.example:8420, https://vault.example:8420, true, https://vault.example:8420",
    "https://10.0.0.7:8420, https://vault.example, true, https://vault.example",
    "https://10.0.0.7:8420, https://vault.example:444, false, https://vault.example:444",
    // on this machine
    "http://127.0.0.1:8420, http://127.0.0.1:8420, true, http://127.0.0.1:8420",
    "http://127.0.0.1:8420, http://127.0.0.1:8421, false, http://127.0.0.1:8421",
    "http://localhost:8420, http://127.0.0.1:8420, true, http://127.0.0.1:8420",
    "http://[::1]:8420, http://127.0.0.1:8421, false, http://127.0.0.1:8421",
    // through a mapped port or a tunnel
    "http://127.0.0.1:9421, http://127.0.0.1:8421, true, http://127.0.0.1:9421",
    "https://vault.example:9421, https://127.0.0.1:8421, true, https://vault.example:9421",
    "https://vault.example:9421, https://127.0.0.1:8420, false, https://vault.example:8420",
    // bound to all addresses
    "https://vault.example:8420, https://0.0.0.0:8420, true, https://vault.example:8420",
    "https://vault.example:8420, https://0.0.0.0:8421, false, https://vault.example:8421",
    "https://vault.example:8420, https://[::]:8421, false, https://vault.example:8421",
    "https://localhost:8420, https://0.0.0.0:8421, false, https://localhost:8421",
  })
  void so_it_is_told_by_the_address_that_is_known(
      String known, String told, boolean answered, String expected) {
    assertThat(
            ServerLookup.seenFrom(ServerAddress.parse(known), ServerAddress.parse(told), answered))
        .hasToString(expected);
  }
}
