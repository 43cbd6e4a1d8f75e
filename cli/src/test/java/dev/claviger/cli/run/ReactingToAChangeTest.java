package dev.claviger.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.run.OnChange.Command;
import dev.claviger.cli.run.OnChange.Nothing;
import dev.claviger.cli.run.OnChange.Restart;
import dev.claviger.cli.run.OnChange.Signal;
import dev.claviger.model.ClavigerException.InvalidInput;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactingToAChangeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Test
  void each_way_is_understood() {
    assertThat(OnChange.parse("none", PATIENCE)).isEqualTo(new Nothing());
    assertThat(OnChange.parse("restart", PATIENCE)).isEqualTo(new Restart(PATIENCE));
    assertThat(OnChange.parse("exec:a b", PATIENCE)).isEqualTo(new Command("a b"));
    for (String name : new String[] {"USR1", "usr1", "SIGUSR1"}) {
      assertThat(OnChange.parse("signal:" + name, PATIENCE)).isEqualTo(new Signal(UnixSignal.USR1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "None",
        "restart:",
        "exec:",
        "exec: ",
        "signal",
        "signal:",
        "signal:KILL",
        "signal:TSTP",
        "signal:CONT",
        "signal:10",
        "signal:SEGV"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> OnChange.parse(text, PATIENCE)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void patience_has_a_unit_and_a_limit() {
    Map<String, Duration> understood =
        Map.of(
            "10s", Duration.ofSeconds(10),
            "500ms", Duration.ofMillis(500),
            "0s", Duration.ZERO,
            "60m", Duration.ofHours(1));
    understood.forEach(
        (text, patience) -> assertThat(OnChange.parsePatience(text)).isEqualTo(patience));
    for (String text : new String[] {"", "10", "-1s", "61m", "3601s", "1h", "9999999999s", "٣s"}) {
      assertThatThrownBy(() -> OnChange.parsePatience(text))
          .as(text)
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("--restart-timeout");
    }
  }

  @Test
  void pauses_between_restarts_grow_to_a_limit_and_begin_anew_after_a_calm_time() {
    var pause = new GrowingPause(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(7));
    long expected = 100;
    for (int restart = 0; restart < 15; restart++) {
      assertThat(pause.next().toMillis()).isBetween(expected * 8 / 10 - 1, expected * 12 / 10 + 1);
      expected = Math.min(expected * 2, 30_000);
    }
    assertThat(expected).isEqualTo(30_000);
    pause.reset();
    assertThat(pause.next()).isLessThan(Duration.ofMillis(121));
  }
}
