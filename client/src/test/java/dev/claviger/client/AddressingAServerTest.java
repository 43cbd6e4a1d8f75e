package dev.claviger.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressingAServerTest {
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8421, http://127.0.0.1:8421",
    "http://LOCALHOST:1/, http://LOCALHOST:1",
    "http://[::1]:8421, http://[::1]:8421",
    "HTTPS://claviger.example, https://claviger.example",
  })
  void takes_scheme_host_and_port(String text, String address) {
    assertThat(ServerAddress.parse(text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "claviger.example:8421",
        "ftp://claviger.example",
        "https://user:word@claviger.example",
        "https://claviger.example/api",
        "https://claviger.example?token=x",
        "https://claviger.example#x",
        "https://a b",
      })
  void refuses_anything_else(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageNotContaining("word");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://claviger.example:8421", "http://10.0.0.1", "http://127.0.0.1.example"})
  void refuses_to_send_a_token_to_another_machine_in_clear(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text)).hasMessageContaining("https://");
  }
}
