package dev.claviger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claviger.cli.frame.ExitCodes;
import dev.claviger.cli.testkit.Scene;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingACommandTest {
  private static final Pattern MENTION =
      Pattern.compile("claviger ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?");
  private static final List<String> SERVER_COMMANDS =
      List.of("start", "cert", "reset-admin", "accept-cut", "accept-rows");

  @TempDir Path folder;
  Scene scene;

  @BeforeEach
  void a_scene() {
    scene = new Scene(folder);
  }

  int run(String... arguments) {
    return new Dispatcher(scene.surroundings()).execute(arguments);
  }

  static Stream<String> commands() {
    return Summaries.ALL.keySet().stream()
        .filter(name -> !CommandTree.isGroup(name))
        .filter(name -> !name.equals("help") && !name.equals("server"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_command_explains_itself(String name) {
    assertThat(run(words(name, "--help"))).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).startsWith("Usage: claviger " + name).contains("--help");
    assertThat(scene.stderr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_page_names_only_commands_that_exist(String name) {
    int unused = run(words(name, "--help"));
    assertMentionsExist(scene.stdout());
  }

  @Test
  void topics_name_only_commands_that_exist() {
    HelpTopics.ALL.values().forEach(lines -> assertMentionsExist(String.join("\n", lines)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void each_command_refuses_an_unknown_option(String name) {
    assertThat(run(words(name, "--no-such-option=hunter2"))).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("there is no option --no-such-option");
    assertThat(scene.stderr()).doesNotContain("hunter2");
  }

  @Test
  void the_overview_lists_every_noun() {
    assertThat(run("help")).isEqualTo(ExitCodes.OK);
    CommandTree.firstWords().forEach(word -> assertThat(scene.stdout()).contains("  " + word));
  }

  @Test
  void without_a_command_the_overview_is_shown_and_the_use_is_wrong() {
    assertThat(run()).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stdout()).contains("Usage: claviger COMMAND");
  }

  @ParameterizedTest
  @CsvSource({
    "secrt,        claviger secret",
    "secret gte,   claviger secret get",
    "space lsit,   claviger space list",
    "statsu,       claviger status",
  })
  void a_slip_of_the_finger_is_understood(String typed, String meant) {
    assertThat(run(typed.split(" ", -1))).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).endsWith("  did you mean: " + meant + "\n");
  }

  @Test
  void a_slip_in_an_option_is_understood() {
    assertThat(run("secret", "list", "--show-valeus")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("did you mean: --show-values");
  }

  @Test
  void an_operand_that_is_missing_is_named() {
    assertThat(run("space", "create")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("missing: NAME");
  }

  @Test
  void an_operand_too_many_is_not_repeated() {
    assertThat(run("space", "list", "hunter2")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("more operands").doesNotContain("hunter2");
  }

  @Test
  void a_file_of_arguments_is_not_read() {
    assertThat(run("space", "show", "@/etc/hostname")).isEqualTo(ExitCodes.USAGE);
    assertThat(scene.stderr()).contains("space must be");
  }

  @Test
  void the_version_is_one_line() {
    assertThat(run("--version")).isEqualTo(ExitCodes.OK);
    assertThat(scene.stdout()).matches("claviger [0-9]+\\.[0-9]+\\.[0-9]+\n");
  }

  @Nested
  class With_json_asked_for {
    @Test
    void an_error_is_a_problem_document_on_standard_error() {
      assertThat(run("status", "-o", "json")).isEqualTo(ExitCodes.SIGNED_OUT);
      assertThat(scene.stderr())
          .startsWith("{\"type\":\"about:blank\",\"title\":\"unauthenticated\",")
          .contains("\"code\":\"unauthenticated\"")
          .contains("\"hint\":\"sign in with: claviger login\"");
      assertThat(scene.stdout()).isEmpty();
    }

    @Test
    void also_when_the_arguments_are_wrong() {
      assertThat(run("secret", "list", "-ojson", "--nope")).isEqualTo(ExitCodes.USAGE);
      assertThat(scene.stderr()).startsWith("{").contains("\"code\":\"usage\"");
    }
  }

  @Nested
  class When_a_shell_completes {
    @Test
    void nouns_are_offered() {
      int unused = run("__complete", "se");
      assertThat(scene.stdout()).isEqualTo("server\nsecret\n");
    }

    @Test
    void verbs_are_offered() {
      int unused = run("__complete", "secret", "re");
      assertThat(scene.stdout()).isEqualTo("restore\n");
    }

    @Test
    void options_are_offered() {
      int unused = run("__complete", "secret", "list", "--sh");
      assertThat(scene.stdout()).isEqualTo("--show-values\n");
    }
  }

  private static String[] words(String name, String more) {
    return (name + " " + more).split(" ", -1);
  }

  private void assertMentionsExist(String text) {
    Matcher mention = MENTION.matcher(text);
    while (mention.find()) {
      String noun = mention.group(1);
      String verb = mention.group(2);
      if (noun.equals("server")) {
        assertThat(verb == null || SERVER_COMMANDS.contains(verb)).as(mention.group()).isTrue();
        continue;
      }
      assertThat(CommandTree.firstWords()).as(mention.group()).contains(noun);
      if (CommandTree.isGroup(noun) && verb != null) {
        assertThat(CommandTree.verbsOf(noun)).as(mention.group()).contains(verb);
      }
    }
  }
}
