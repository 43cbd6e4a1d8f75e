package dev.claviger.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.claviger.core.SignInThrottle.Attempt;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.ClavigerException.RateLimited;
import dev.claviger.model.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SECURITY I-2: guessing is slow by name and source, and nobody can lock another one out.
class GuessingPasswordsTest {
  private final MovedClock clock = new MovedClock();
  private final SignInThrottle throttle = new SignInThrottle(clock);

  private static final class MovedClock extends Clock {
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static Attempt from(String address, String name) {
    return Attempt.of(Principal.user(name), new Client(address, "test"));
  }

  private void fail(int times, Attempt attempt) {
    for (int i = 0; i < times; i++) {
      throttle.begin(attempt);
    }
  }

  private Duration wait(Attempt attempt) {
    return catchThrowableOfType(RateLimited.class, () -> throttle.begin(attempt)).retryAfter();
  }

  @Test
  void after_five_failures_one_waits_longer_each_time() {
    Attempt mara = from("192.0.2.1", "mara");
    fail(SignInThrottle.FREE_ATTEMPTS, mara);
    Duration wait = Duration.ofSeconds(1);
    for (int i = 0; i < 12; i++) {
      assertThat(wait(mara)).isEqualTo(wait);
      clock.pass(wait.minusMillis(1));
      assertThat(wait(mara)).isEqualTo(Duration.ofMillis(1));
      clock.pass(Duration.ofMillis(1));
      throttle.begin(mara);
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(SignInThrottle.LONGEST_WAIT) > 0 ? SignInThrottle.LONGEST_WAIT : wait;
    }
    assertThat(wait).isEqualTo(SignInThrottle.LONGEST_WAIT);
  }

  @Test
  void others_are_not_in_the_way() {
    fail(SignInThrottle.FREE_ATTEMPTS, from("192.0.2.1", "mara"));
    assertThat(throttle.begin(from("192.0.2.1", "jon"))).isZero();
    assertThat(throttle.begin(from("192.0.2.2", "mara"))).isZero();
  }

  @Test
  void success_is_not_counted_and_time_forgets() {
    Attempt mara = from("192.0.2.1", "mara");
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.begin(mara)).isZero();
      throttle.succeeded(mara);
    }
    fail(SignInThrottle.FREE_ATTEMPTS, mara);
    clock.pass(SignInThrottle.MEMORY.plusMillis(1));
    fail(SignInThrottle.FREE_ATTEMPTS, mara);
    assertThat(wait(mara)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_source_that_tries_many_names_waits() {
    for (int i = 0; i < SignInThrottle.FREE_ATTEMPTS_OF_A_SOURCE; i++) {
      throttle.begin(from("192.0.2.1", "user" + i));
    }
    assertThat(wait(from("192.0.2.1", "another"))).isEqualTo(Duration.ofSeconds(1));
    assertThat(throttle.begin(from("192.0.2.2", "another"))).isZero();
  }

  @Test
  void signing_in_oneself_in_between_does_not_hide_it() {
    for (int i = 0; i < SignInThrottle.FREE_ATTEMPTS_OF_A_SOURCE; i++) {
      throttle.begin(from("192.0.2.1", "user" + i));
      Attempt own = from("192.0.2.1", "mallory");
      if (i < SignInThrottle.FREE_ATTEMPTS_OF_A_SOURCE - 1) {
        throttle.begin(own);
        throttle.succeeded(own);
      }
    }
    assertThat(wait(from("192.0.2.1", "another"))).isPositive();
  }

  /// From as many sources as one likes.
  @Test
  void a_name_is_slowed_and_never_refused() {
    Duration delay = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      Duration next = throttle.begin(from("198.51." + i / 250 + "." + i % 250, "mara"));
      assertThat(next).isGreaterThanOrEqualTo(delay).isLessThanOrEqualTo(Duration.ofSeconds(2));
      delay = next;
    }
    assertThat(delay).isEqualTo(SignInThrottle.LONGEST_DELAY);
    assertThat(throttle.begin(from("203.0.113.1", "jon"))).isZero();
  }

  @Test
  void an_ipv6_network_is_one_source() {
    for (int i = 0; i < SignInThrottle.FREE_ATTEMPTS; i++) {
      throttle.begin(from("2001:db8:0:1::" + i, "mara"));
    }
    assertThat(wait(from("2001:db8:0:1:ffff::1", "mara"))).isPositive();
    assertThat(throttle.begin(from("2001:db8:0:2::1", "mara"))).isZero();
  }

  /// A name has one spelling, so there is no second counter to use up.
  @ParameterizedTest
  @ValueSource(strings = {"Mara", "MARA", " mara", "mara ", "m\u0430ra", "mar\uff41", "mara\u0000"})
  void a_name_has_no_other_spelling(String name) {
    assertThatThrownBy(() -> Principal.user(name)).isInstanceOf(InvalidInput.class);
  }
}
