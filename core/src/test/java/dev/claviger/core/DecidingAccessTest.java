package dev.claviger.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.core.NaiveAccess.Grant;
import dev.claviger.core.NaiveAccess.Question;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Principal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SECURITY A-1: what the server decides is what a naive evaluator decides, and the comparison
/// would see if it were not.
class DecidingAccessTest {
  private static final boolean LONG = Boolean.parseBoolean(System.getenv("CLAVIGER_TEST_LONG"));
  private static final int CASES = LONG ? 1_000_000 : 100_000;
  private static final int CASES_OF_A_FAULT = 50_000;
  private static final int QUESTIONS = 20;
  private static final long SEED =
      Long.getLong("claviger.seed", LONG ? System.nanoTime() : 20261125L);

  private final RandomPolicies random = new RandomPolicies(new Random(SEED));

  @Test
  void it_agrees_with_the_naive_evaluator() {
    int allowed = 0;
    for (int i = 0; i < CASES; i += QUESTIONS) {
      List<Grant> policy = random.policy();
      var real = new RealAccess(policy);
      for (int j = 0; j < QUESTIONS; j++) {
        Question asked = random.question();
        boolean expected = NaiveAccess.allows(policy, asked);
        if (real.allows(asked) != expected) {
          throw disagreement(policy, asked);
        }
        allowed += expected ? 1 : 0;
      }
    }
    System.out.printf("DecidingAccessTest: seed %d, %d of %d allowed%n", SEED, allowed, CASES);
    assertThat(allowed).isBetween(3 * (CASES / 10), 7 * (CASES / 10));
  }

  /// For lists: whether there is anything to see, and what.
  @Test
  void it_shows_in_lists_what_it_would_show_alone() {
    for (int i = 0; i < CASES / 10; i += QUESTIONS) {
      List<Grant> policy = random.policy();
      var real = new RealAccess(policy);
      for (int j = 0; j < QUESTIONS; j++) {
        Question asked = random.question();
        boolean all = NaiveAccess.allows(policy, named(asked, ""));
        List<String> seen =
            RandomPolicies.NAMES.stream()
                .filter(name -> NaiveAccess.allows(policy, named(asked, name)))
                .toList();
        if (real.allowsSome(asked) != (all || !seen.isEmpty())) {
          throw disagreement(policy, asked);
        }
        if (!all && asked.resource().equals("secret") && asked.place().contains("/")) {
          assertThat(real.names(asked)).containsExactlyInAnyOrderElementsOf(seen);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.claviger.core.PlantedFault#all")
  void the_comparison_finds_this_fault(PlantedFault fault) {
    for (int i = 0; i < CASES_OF_A_FAULT; i += QUESTIONS) {
      List<Grant> policy = random.policy();
      var faulty = new RealAccess(fault.in(policy));
      for (int j = 0; j < QUESTIONS; j++) {
        Question asked = random.question();
        if (faulty.allows(fault.in(asked)) != NaiveAccess.allows(policy, asked)) {
          return;
        }
      }
    }
    throw new AssertionError("nobody noticed in " + CASES_OF_A_FAULT + " cases");
  }

  /// SECURITY A-2: no name can hold what a pattern is made of.
  @ParameterizedTest
  @ValueSource(
      strings = {"user:*", "user:ma*", "user:a+", "user:a/b", "user:", "user:ma ra", "*:a"})
  void no_principal_is_a_pattern(String name) {
    assertThatThrownBy(() -> Principal.parse(name)).isInstanceOf(InvalidInput.class);
  }

  private static Question named(Question asked, String name) {
    return new Question(
        asked.who(),
        asked.token(),
        asked.group(),
        asked.resource(),
        asked.verb(),
        asked.place(),
        name);
  }

  private static AssertionError disagreement(List<Grant> policy, Question asked) {
    return new AssertionError(
        "seed "
            + SEED
            + ": "
            + asked
            + " of "
            + policy
            + ": expected "
            + NaiveAccess.allows(policy, asked));
  }
}
