package dev.claviger.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.claviger.core.audit.Witness;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Principal;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Bytes that somebody else chose. A run of the tests feeds the inputs kept beside this class;
/// `./test --long` looks for new ones, a minute for each method.
class HostileTextFuzzTest {
  private static final String MINUTE = "1m";

  @FuzzTest(maxDuration = MINUTE)
  void a_reference(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      SecretRef ref = SecretRef.parse(text);
      assertThat(ref).hasToString(text);
      assertThat(ref.name().value()).matches("[A-Za-z_][A-Za-z0-9_]{0,254}");
    } catch (InvalidInput _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_scope_and_a_principal(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    try {
      Scope scope = Scope.parse(text);
      assertThat(scope).hasToString(text);
      assertThat(text).matches("[a-z][a-z0-9-]{0,62}/[a-z][a-z0-9-]{0,62}");
    } catch (InvalidInput _) {
      // refused
    }
    try {
      assertThat(Principal.parse(text)).hasToString(text);
    } catch (InvalidInput _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_rule(FuzzedDataProvider data) {
    List<String> groups = List.of(data.consumeString(20));
    List<String> resources = List.of(data.consumeString(20));
    List<String> verbs = List.of(data.consumeString(20));
    String name = data.consumeRemainingAsString();
    try {
      List<SecretName> names = name.isEmpty() ? List.of() : List.of(new SecretName(name));
      var rule = new Rule(groups, resources, verbs, names);
      assertThat(Rule.parse(rule.text())).isEqualTo(rule);
      assertThat(rule.permissions()).isNotEmpty();
    } catch (InvalidInput _) {
      // refused
    }
  }

  @FuzzTest(maxDuration = MINUTE)
  void a_witness_file(byte[] input) throws IOException {
    Path file = Files.createTempFile("audit", ".witness");
    try {
      Files.write(file, input);
      assertThat(Witness.open(file).seen()).allMatch(seen -> seen.seq() != 0 || seen.rows() >= 0);
    } catch (java.io.UncheckedIOException _) {
      // not ASCII
    } finally {
      Files.delete(file);
    }
  }
}
