package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Scope;
import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// W2 and R7: where a variable has several sources, which one counts; and what variables are
// called.
class NamingVariablesTest {
  private static Variables variables(boolean clean, String... preserved) {
    return new Variables(Set.of(), Set.of(), "", Map.of(), clean, Set.of(preserved), Set.of());
  }

  private static Variables named(String prefix, Map<SecretName, String> renamed) {
    return new Variables(Set.of(), Set.of(), prefix, renamed, false, Set.of(), Set.of());
  }

  private static Map<String, String> built(
      Map<String, String> inherited,
      Map<String, String> secrets,
      Map<String, String> reserved,
      Variables variables) {
    List<byte[]> entries = new ArrayList<>();
    inherited.forEach((name, value) -> entries.add((name + "=" + value).getBytes(UTF_8)));
    var values = new HashMap<SecretName, SecretValue>();
    secrets.forEach(
        (name, value) ->
            values.put(new SecretName(name), SecretValue.copyOf(value.getBytes(UTF_8))));
    var built = new TreeMap<String, String>();
    try (var environment = ChildEnvironment.of(entries, values, reserved, variables, null)) {
      for (byte[] entry : environment.entries()) {
        String[] parts = new String(entry, UTF_8).split("=", 2);
        assertThat(built.put(parts[0], parts[1])).as("stands twice").isNull();
      }
    }
    return built;
  }

  private static Map<String, String> where(String name, boolean there, String source) {
    return there ? Map.of(name, source) : Map.of();
  }

  /// Reserved over preserved over secret over inherited, in every combination of sources.
  @ParameterizedTest
  @CsvSource({
    // inherited, secret, reserved, --clean-env, --preserve-env: which counts
    "false, false, false, false, false, none",
    "true,  false, false, false, false, inherited",
    "false, true,  false, false, false, secret",
    "true,  true,  false, false, false, secret",
    "false, false, true,  false, false, reserved",
    "true,  false, true,  false, false, reserved",
    "false, true,  true,  false, false, reserved",
    "true,  true,  true,  false, false, reserved",
    "true,  false, false, true,  false, none",
    "true,  true,  false, true,  false, secret",
    "true,  true,  true,  true,  false, reserved",
    "true,  false, false, false, true,  inherited",
    "false, true,  false, false, true,  secret",
    "true,  true,  false, false, true,  inherited",
    "true,  true,  true,  false, true,  reserved",
    "true,  false, false, true,  true,  inherited",
    "true,  true,  false, true,  true,  inherited",
    "false, true,  false, true,  true,  secret",
    "true,  true,  true,  true,  true,  reserved"
  })
  void the_strongest_source_counts(
      boolean inherited,
      boolean secret,
      boolean reserved,
      boolean clean,
      boolean preserved,
      String counts) {
    Map<String, String> built =
        built(
            where("NAME", inherited, "inherited"),
            where("NAME", secret, "secret"),
            where("NAME", reserved, "reserved"),
            preserved ? variables(clean, "NAME") : variables(clean));
    assertThat(built.getOrDefault("NAME", "none")).isEqualTo(counts);
  }

  /// The names that are ours, with what becomes of each.
  @ParameterizedTest
  @CsvSource({
    "CLAVIGER_SCOPE, inherited",
    "CLAVIGER_TOKEN, none",
    "CLAVIGER_TOKEN_FILE, none",
    "CLAVIGER_MASTER_KEY, none",
    "CLAVIGER_MASTER_KEY_FILE, none",
    "CLAVIGER_PASSPHRASE, none",
    "CLAVIGER_SERVER, none",
    "CLAVIGER_SOCKET, none",
    "CLAVIGER_CHILD_PID, none",
    "CLAVIGER_WHATEVER_COMES, none"
  })
  void our_own_names_are_reserved(String name, String becomes) {
    Map<String, String> inherited = Map.of(name, "inherited");
    for (Variables variables : List.of(Variables.PLAIN, variables(false, name))) {
      assertThat(built(inherited, Map.of(), Map.of(), variables).getOrDefault(name, "none"))
          .isEqualTo(becomes);
    }
    assertThatThrownBy(() -> built(Map.of(), Map.of(name, "s"), Map.of(), Variables.PLAIN))
        .isInstanceOf(RefusedEnvironment.class)
        .hasMessageContaining("--allow-dangerous " + name);
  }

  @Test
  void a_prefix_stands_before_each_secret_that_is_not_renamed() {
    assertThat(
            built(
                Map.of("HOME", "/h"),
                Map.of("A", "1", "B", "2"),
                Map.of("CLAVIGER_SOCKET", "/s"),
                named("APP_", Map.of(new SecretName("B"), "OTHER"))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("HOME", "/h", "APP_A", "1", "OTHER", "2", "CLAVIGER_SOCKET", "/s"));
  }

  @Nested
  class Nothing_is_started_where {
    private void refused(Map<String, String> secrets, Variables variables, String reason) {
      assertThatThrownBy(() -> built(Map.of(), secrets, Map.of(), variables))
          .isInstanceOf(RefusedEnvironment.class)
          .hasMessage(reason);
    }

    @Test
    void two_secrets_would_be_one_variable() {
      refused(
          new TreeMap<>(Map.of("A", "1", "B", "2")),
          named("", Map.of(new SecretName("A"), "B")),
          "A and B would both be B");
    }

    @Test
    void a_secret_to_rename_is_not_there() {
      refused(
          Map.of("A", "1"),
          named("", Map.of(new SecretName("B"), "C")),
          "there is no secret B to rename");
    }

    @Test
    void a_new_name_is_dangerous() {
      refused(
          Map.of("A", "1"),
          named("", Map.of(new SecretName("A"), "LD_PRELOAD")),
          "LD_PRELOAD could make the program run other code; leave it out with --except A, or"
              + " allow it with --allow-dangerous LD_PRELOAD");
      refused(
          Map.of("A", "1"),
          named("LD_", Map.of()),
          "LD_A could make the program run other code; leave it out with --except A, or allow it"
              + " with --allow-dangerous LD_A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "a-b", "ä", "A=B", " "})
    void a_name_is_none(String name) {
      assertThatThrownBy(() -> named(name, Map.of()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("--prefix");
      assertThatThrownBy(() -> named("", Map.of(new SecretName("A"), name)))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("--rename");
    }
  }

  @Nested
  class A_run {
    @TempDir Path folder;

    @Test
    void takes_only_what_is_named_from_the_last_scope_that_has_it() throws Exception {
      var secrets = new SecretFolder(folder);
      secrets.write("A", 1, "a-first");
      secrets.write("B", 1, "b-first");
      secrets.write("C", 1, "c-first");
      var other = Scope.parse("other/staging");
      secrets.write(other, "B", 1, "b-other".getBytes(UTF_8));
      try (Run run =
          Run.of(folder)
              .with("scopes", "pay/production,other/staging")
              .with("only", "A,B")
              .with("prefix", "APP_")
              .with("rename", "B=PW")
              .with("clean", "true")
              .with("preserve", "PATH,KEPT")
              .variable("KEPT", "kept")
              .variable("LOST", "lost")
              .start("env")) {
        assertThat(run.variables())
            .containsOnlyKeys("APP_A", "PW", "PATH", "KEPT")
            .containsEntry("APP_A", "a-first")
            .containsEntry("PW", "b-other");
      }
    }

    @Test
    void starts_nothing_where_a_name_is_in_no_scope() throws Exception {
      new SecretFolder(folder).write("A", 1, "a");
      try (Run run = Run.of(folder).with("only", "A,MISSING").start("echo", "started")) {
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("MISSING");
      }
    }
  }
}
