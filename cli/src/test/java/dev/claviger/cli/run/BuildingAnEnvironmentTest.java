package dev.claviger.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.model.SecretName;
import dev.claviger.model.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SECURITY F-4, T11, C16; FT23.
class BuildingAnEnvironmentTest {
  private static List<byte[]> bytes(String... entries) {
    return Stream.of(entries).map(entry -> entry.getBytes(UTF_8)).toList();
  }

  private static Map<SecretName, SecretValue> secrets(String... namesAndValues) {
    var secrets = new LinkedHashMap<SecretName, SecretValue>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      secrets.put(
          new SecretName(namesAndValues[i]),
          SecretValue.copyOf(namesAndValues[i + 1].getBytes(UTF_8)));
    }
    return secrets;
  }

  private static List<String> built(
      List<byte[]> inherited, Map<SecretName, SecretValue> secrets, String... allowed) {
    return built(
        inherited,
        secrets,
        new Variables(Set.of(), Set.of(), "", Map.of(), false, Set.of(), Set.of(allowed)));
  }

  private static List<String> built(
      List<byte[]> inherited, Map<SecretName, SecretValue> secrets, Variables variables) {
    try (var environment =
        ChildEnvironment.of(inherited, secrets, Map.of("CLAVIGER_SOCKET", "/s"), variables, null)) {
      return environment.entries().stream().map(entry -> new String(entry, UTF_8)).toList();
    }
  }

  @Test
  void secrets_win_over_what_is_inherited_and_reserved_variables_over_secrets() {
    assertThat(
            built(
                bytes("A=inherited", "B=inherited", "CLAVIGER_SOCKET=inherited"),
                secrets("B", "secret", "CLAVIGER_SOCKET", "secret"),
                "CLAVIGER_SOCKET"))
        .containsExactlyInAnyOrder("A=inherited", "B=secret", "CLAVIGER_SOCKET=/s");
  }

  @Test
  void each_name_stands_once() {
    assertThat(built(bytes("A=1", "A=2", "=x", "noequals", "E="), secrets()))
        .containsExactlyInAnyOrder("A=1", "E=", "CLAVIGER_SOCKET=/s");
  }

  @Test
  void nothing_of_ours_is_inherited_but_the_scope() {
    assertThat(
            built(
                bytes(
                    "CLAVIGER_TOKEN=t",
                    "CLAVIGER_TOKEN_FILE=f",
                    "CLAVIGER_MASTER_KEY=k",
                    "CLAVIGER_SERVER=s",
                    "CLAVIGER_ANYTHING=a",
                    "CLAVIGER_SCOPE=a/b",
                    "claviger_other=o"),
                secrets()))
        .containsExactlyInAnyOrder("CLAVIGER_SCOPE=a/b", "claviger_other=o", "CLAVIGER_SOCKET=/s");
  }

  static Stream<String> dangerous() {
    return Stream.concat(
        DangerousNames.NAMES.stream(),
        Stream.of(
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "DYLD_INSERT_LIBRARIES",
            "BASH_FUNC_ls",
            "CLAVIGER_TOKEN",
            "CLAVIGER_SOCKET"));
  }

  @ParameterizedTest
  @MethodSource("dangerous")
  void a_dangerous_name_is_refused_unless_it_is_allowed(String name) {
    assertThatThrownBy(() -> built(List.of(), secrets(name, "value-of-it")))
        .isInstanceOf(RefusedEnvironment.class)
        .hasMessageContaining("--except " + name)
        .hasMessageContaining("--allow-dangerous " + name)
        .hasMessageNotContaining("value-of-it");
    assertThat(built(List.of(), secrets(name, "v"), name)).anyMatch(e -> e.startsWith(name + "="));
  }

  @Test
  void the_list_has_at_least_sixty_names() {
    assertThat(DangerousNames.NAMES).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPENAI_API_KEY", "DATABASE_URL", "path", "LDAP_PASSWORD", "HOME_TOKEN"})
  void an_ordinary_name_is_not(String name) {
    assertThat(built(List.of(), secrets(name, "v"))).contains(name + "=v");
  }

  @Test
  void a_value_with_nul_is_refused() {
    assertThatThrownBy(() -> built(List.of(), secrets("A", "x\0y")))
        .hasMessage("A holds a NUL byte, which no variable can; leave it out with --except A");
  }

  @Test
  void the_longest_variable_is_taken_and_one_byte_more_is_not() {
    String longest = "x".repeat(128 * 1024 - 1 - "A=".length());
    assertThat(built(List.of(), secrets("A", longest))).contains("A=" + longest);
    assertThatThrownBy(() -> built(List.of(), secrets("A", longest + "x")))
        .hasMessageContaining("A is longer than the 128 KiB")
        .hasMessageContaining("--except A")
        .hasMessageNotContaining("xxx");
  }

  @Test
  void all_refusals_are_told_at_once() {
    assertThatThrownBy(() -> built(List.of(), secrets("PATH", "p", "OK", "o", "N", "\0")))
        .isInstanceOfSatisfying(
            RefusedEnvironment.class, refused -> assertThat(refused.reasons()).hasSize(2));
  }

  @Test
  void closing_wipes_the_values() {
    var environment =
        ChildEnvironment.of(List.of(), secrets("A", "value"), Map.of(), Variables.PLAIN, null);
    byte[] entry = environment.entries().iterator().next();
    environment.close();
    assertThat(entry).isEqualTo(new byte[entry.length]);
  }
}
