package dev.claviger.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.model.ClavigerException.NotFound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whoever looked for something that is not there is told where to look for what there is.
class SayingWhatIsMissingTest {
  @ParameterizedTest
  @CsvSource({
    "space shop, space list",
    "environment shop/qa, env list shop",
    "principal user:mara, user list",
    "principal agent:ci, agent list",
    "role reader, role list",
    "token 0123456789ab, token list",
    "binding 00, binding list"
  })
  void the_message_names_the_command(String what, String command) {
    assertThat(new NotFound(what)).hasMessage("there is no " + what + "; see: claviger " + command);
  }

  @Test
  void a_secret_is_looked_for_in_its_scope() {
    assertThat(new NotFound(SecretRef.parse("claviger://shop/production/KEY")))
        .hasMessage(
            "there is no secret claviger://shop/production/KEY;"
                + " see: claviger secret list shop/production");
  }

  @Test
  void other_things_are_only_named() {
    assertThat(new NotFound("version 7 of it")).hasMessage("there is no version 7 of it");
  }
}
