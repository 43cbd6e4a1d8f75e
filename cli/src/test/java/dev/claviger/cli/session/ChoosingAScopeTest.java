package dev.claviger.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.claviger.cli.frame.CommandFailure;
import dev.claviger.cli.testkit.ManagementServer;
import dev.claviger.cli.testkit.Scene;
import dev.claviger.model.ClavigerException.InvalidInput;
import dev.claviger.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChoosingAScopeTest {
  @AutoClose final ManagementServer server = new ManagementServer();
  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void a_person_with_a_session() {
    scene = new Scene(folder);
    scene.with("CLAVIGER_SERVER", server.address()).with("CLAVIGER_TOKEN", "clv_usr_x");
  }

  ScopeChoice choose(String... operands) throws IOException {
    try (Session session = Session.open(scene.surroundings())) {
      return ScopeChoice.of(scene.surroundings(), session, List.of(operands));
    }
  }

  void project_says(String text) throws IOException {
    Files.writeString(folder.resolve(ProjectFile.NAME), text);
  }

  @ParameterizedTest
  @CsvSource({
    "shop/production,     true",
    "shop,                false",
    "KEY,                 false",
    "KEY=@/etc/key,       false",
    "KEY=a/b,             false",
    "-,                   false",
    "claviger://a/b/KEY,  false",
  })
  void an_operand_with_a_slash_is_a_scope(String operand, boolean scope) {
    assertThat(ScopeChoice.isScope(operand)).isEqualTo(scope);
  }

  @Test
  void the_operand_comes_first() throws IOException {
    scene.with("CLAVIGER_SCOPE", "other/qa");
    ScopeChoice choice = choose("shop/production", "KEY");
    assertThat(choice.scope()).isEqualTo(Scope.parse("shop/production"));
    assertThat(choice.operands()).containsExactly("KEY");
    assertThat(scene.stderr()).isEmpty();
  }

  @Test
  void then_the_tokens_own_which_only_the_server_knows_for_an_agent() throws IOException {
    scene.with("CLAVIGER_TOKEN", "clv_agt_x").with("CLAVIGER_SCOPE", "other/qa");
    assertThat(choose("KEY").scope()).isNull();
  }

  @Test
  void or_that_of_an_api_token() throws IOException {
    scene.with("CLAVIGER_TOKEN", "clv_api_x").with("CLAVIGER_SCOPE", "other/qa");
    server.answers("GET /api/v1/sessions/current", 200, "{\"scope\":\"shop/staging\"}");
    assertThat(choose("KEY").scope()).isEqualTo(Scope.parse("shop/staging"));
    assertThat(scene.stderr()).isEqualTo("claviger: scope shop/staging (of the token)\n");
  }

  @Test
  void then_the_variable() throws IOException {
    project_says("scope = \"shop/production\"\n");
    scene.with("CLAVIGER_SCOPE", "other/qa");
    assertThat(choose("KEY").scope()).isEqualTo(Scope.parse("other/qa"));
    assertThat(scene.stderr()).isEqualTo("claviger: scope other/qa (CLAVIGER_SCOPE)\n");
  }

  @Test
  void then_the_projects_file_which_is_said() throws IOException {
    project_says("scope = \"shop/production\"\n");
    assertThat(choose("KEY").scope()).isEqualTo(Scope.parse("shop/production"));
    assertThat(scene.stderr()).contains("scope shop/production (").contains(ProjectFile.NAME);
  }

  @Test
  void and_else_it_has_to_be_named() {
    assertThatThrownBy(() -> choose("KEY"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("which scope is meant?");
  }

  @Test
  void a_scope_that_is_none_is_refused() {
    assertThatThrownBy(() -> choose("Shop/production")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> choose("shop/production/x")).isInstanceOf(InvalidInput.class);
  }

  @Nested
  class The_projects_file {
    @Test
    void is_looked_for_above() throws IOException {
      project_says("# where we are\n\nscope = 'shop/production' # yes\n");
      Path below = Files.createDirectories(folder.resolve("a/b"));
      assertThat(ProjectFile.find(below).orElseThrow().scope())
          .isEqualTo(Scope.parse("shop/production"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "scope = shop/production",
          "scope = \"shop\"",
          "scope = \"a/b\"\nscope = \"a/b\"",
          "token = \"x\"",
          "[section]",
          "",
        })
    void is_refused_where_it_says_something_else(String text) throws IOException {
      project_says(text);
      assertThatThrownBy(() -> ProjectFile.find(folder))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(ProjectFile.NAME);
    }
  }
}
