package dev.claviger.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessingWhatWasMeantTest {
  private static final List<String> NAMES =
      List.of("STRIPE_API_KEY", "DATABASE_URL", "get", "set", "list");

  @ParameterizedTest
  @CsvSource({
    "STRIPE_KEY,      STRIPE_API_KEY",
    "STRIPE_API_KYE,  STRIPE_API_KEY",
    "database_url,    DATABASE_URL",
    "gte,             get",
    "lst,             list",
  })
  void the_nearest_name(String typed, String meant) {
    assertThat(Nearest.of(typed, NAMES)).isEqualTo(meant);
  }

  @Test
  void nothing_where_nothing_is_near() {
    assertThat(Nearest.of("completely_different", NAMES)).isNull();
    assertThat(Nearest.of("x", List.of())).isNull();
    assertThat(Nearest.of("x".repeat(100_000), NAMES)).isNull();
  }
}
